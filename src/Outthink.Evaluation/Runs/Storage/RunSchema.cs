namespace Outthink.Evaluation.Runs.Storage;

/// <summary>The tables of a run file. Rows that estimate difficulty have negative numbers: -1 for the first policy, and so on.</summary>
internal static class RunSchema
{
    /// <summary>"OtRn": tells a run from other SQLite files.</summary>
    public const int ApplicationId = 0x4F74526E;

    /// <summary>Raised whenever a table changes; a file of another version is not read.</summary>
    public const int Version = 2;

    public const string Tables = """
        CREATE TABLE configuration (json TEXT NOT NULL);

        CREATE TABLE problems (
            problem INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, answer TEXT NOT NULL,
            level TEXT, subject TEXT, steps TEXT NOT NULL);

        CREATE TABLE rows (
            "row" INTEGER PRIMARY KEY, policy TEXT NOT NULL, prm TEXT, strategy TEXT NOT NULL, n INTEGER NOT NULL, m INTEGER,
            temperature REAL NOT NULL, aggregation TEXT, selection TEXT, seed TEXT NOT NULL);

        CREATE TABLE attempts (attempt INTEGER PRIMARY KEY, started TEXT NOT NULL, machine TEXT NOT NULL, energy TEXT);

        CREATE TABLE results (
            "row" INTEGER NOT NULL, problem INTEGER NOT NULL, attempt INTEGER NOT NULL,
            answer TEXT, correct INTEGER NOT NULL, correct_samples INTEGER NOT NULL, samples INTEGER NOT NULL, truncated INTEGER NOT NULL, rejection TEXT,
            prompt_tokens INTEGER NOT NULL, generated_tokens INTEGER NOT NULL, policy_tokens INTEGER NOT NULL, policy_cached_tokens INTEGER NOT NULL,
            prm_tokens INTEGER NOT NULL, prm_cached_tokens INTEGER NOT NULL, policy_flops REAL NOT NULL, prm_flops REAL NOT NULL,
            policy_passes INTEGER NOT NULL, prm_passes INTEGER NOT NULL, seconds REAL NOT NULL, share_seconds REAL NOT NULL, share_joules REAL,
            PRIMARY KEY ("row", problem)) WITHOUT ROWID;

        CREATE TABLE candidates (
            "row" INTEGER NOT NULL, problem INTEGER NOT NULL, candidate INTEGER NOT NULL, slot INTEGER NOT NULL, seed TEXT NOT NULL, state TEXT NOT NULL,
            answer TEXT, answer_group INTEGER NOT NULL, score REAL, multiplicity INTEGER NOT NULL, correct INTEGER NOT NULL, selected INTEGER NOT NULL,
            tokens INTEGER NOT NULL,
            PRIMARY KEY ("row", problem, candidate)) WITHOUT ROWID;

        CREATE TABLE steps (
            "row" INTEGER NOT NULL, problem INTEGER NOT NULL, candidate INTEGER NOT NULL, step INTEGER NOT NULL,
            text TEXT NOT NULL, tokens INTEGER NOT NULL, score REAL, log_probability REAL,
            PRIMARY KEY ("row", problem, candidate, step)) WITHOUT ROWID;
        """;
}
