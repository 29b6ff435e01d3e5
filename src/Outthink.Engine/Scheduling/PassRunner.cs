using System.Diagnostics;
using Outthink.Engine.Kernels;
using Outthink.Engine.Measuring;
using Outthink.Engine.Models;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// Computes a pass with all threads. A small model's weights fit in each core's cache, so there each thread takes
/// rows of its own through all layers and nobody waits; of a large model every thread takes a share of every matrix.
/// A tiny pass is not worth a second thread. None of this changes a bit of the results.
/// </summary>
internal sealed class PassRunner : IDisposable
{
    readonly PassTuning tuning;
    readonly int threads;
    readonly WorkerTeam team;
    readonly MeetingPoint meeting;
    readonly Action<int> runPart;
    Pass pass = null!;
    bool isTogether;
    int parts;
    long passTicks;
    long readTicks;

    public PassRunner(int threads, PassTuning tuning)
    {
        (this.threads, this.tuning) = (threads, tuning);
        (team, meeting, runPart) = (new(threads), new(threads), RunPart);
    }

    /// <summary>Spent so far; read by any thread.</summary>
    public LoopTime Time => new(Stopwatch.GetElapsedTime(0, Interlocked.Read(ref passTicks)), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref readTicks)));

    public void Run(Pass next)
    {
        var start = Stopwatch.GetTimestamp();
        pass = next;
        var (model, parameters) = (pass.Model, pass.Model.Llama.Weights.Parameters);
        var isWorthSharing = threads > 1 && parameters * pass.RowCount >= tuning.SoloWork;
        isTogether = isWorthSharing && parameters > tuning.CachedParameters;
        parts = isWorthSharing ? threads : 1;
        model.Llama.Reach(pass.MaxContext);
        for (var part = 0; part < parts; part++)
        {
            if (part == 0 || !isTogether)
            {
                var rows = isTogether ? tuning.TogetherRows : tuning.SliceRows;
                if (model.Spaces[part] is null || model.Spaces[part]!.Capacity < rows)
                {
                    model.Spaces[part]?.Dispose();
                    model.Spaces[part] = new(model.Config, rows, tuning.LogitRows);
                }
            }
            model.Rooms[part] ??= new(model.Llama.Kernels, model.Config.VocabularySize, Math.Max(tuning.TogetherRows, tuning.SliceRows));
        }
        meeting.Repair();
        if (parts == 1)
            RunPart(0);
        else
            team.Run(runPart);
        Interlocked.Add(ref passTicks, Stopwatch.GetTimestamp() - start);
    }

    public void Dispose() => team.Dispose();

    void RunPart(int part)
    {
        try
        {
            Walk(part);
        }
        catch
        {
            // The others would wait for this part forever.
            meeting.Break();
            throw;
        }
    }

    void Walk(int part)
    {
        var (model, crew) = (pass.Model, isTogether ? new Crew(part, parts, meeting) : Crew.Alone);
        var (space, room) = (model.Spaces[isTogether ? 0 : part]!, model.Rooms[part]!);
        var (first, last) = isTogether ? (0, pass.RowCount) : (pass.FirstRowOf(part, parts), pass.FirstRowOf(part + 1, parts));
        for (int count; first < last; first += count)
        {
            count = Math.Min(isTogether ? tuning.TogetherRows : tuning.SliceRows, last - first);
            model.Llama.Forward(pass.Tokens(first, count), pass.Index, first, pass.MaxContext, space, room.Scratch, crew);
            ReadRows(first, count, space, room, crew);
        }
        if (part == 0 || isTogether)
        {
            Recall(pass.Recalls, Wants.Logits, space, room, crew);
            Recall(pass.HeadRecalls, Wants.Head, space, room, crew);
        }
    }

    void ReadRows(int first, int count, Workspace space, ThreadRoom room, Crew crew)
    {
        var logits = Collect(Wants.Logits, first, count, 0, room);
        var heads = Collect(Wants.Head, first, count, logits, room);
        var read = Collect(Wants.KeepHidden, first, count, heads, room);
        if (read == 0)
            return;
        var (from, to) = crew.Share(read);
        for (var i = from; i < to; i++)
        {
            var row = room.ReadRows[i];
            pass.Model.Llama.Normalize(space, row, i);
            if ((pass.WantsAt(first + row) & Wants.KeepHidden) != 0)
                pass.BranchAt(first + row).Keep(pass.Index.PositionOf(first + row), space.Hidden(i + 1)[i][..pass.Model.Config.Width].ToArray());
        }
        for (int done = 0, group; done < heads; done += group)
        {
            var wants = done < logits ? Wants.Logits : Wants.Head;
            group = Math.Min(space.LogitRows, (done < logits ? logits : heads) - done);
            crew.Meet();
            var outputs = Project(wants, done, group, space, room, crew);
            crew.Meet();
            (from, to) = crew.Share(group);
            var start = Stopwatch.GetTimestamp();
            for (var i = from; i < to; i++)
            {
                var row = first + room.ReadRows[done + i];
                var branch = pass.BranchAt(row);
                branch.Work.Read(branch, pass.Index.PositionOf(row), outputs[i], room.Sampler);
            }
            CountReading(start);
        }
        crew.Meet();
    }

    /// <summary>Appends the rows that want this, and no more than their state kept besides, to the rows that are read.</summary>
    int Collect(Wants wants, int first, int count, int read, ThreadRoom room)
    {
        for (var i = 0; i < count; i++)
        {
            var row = pass.WantsAt(first + i);
            if (row == wants || row == (wants | Wants.KeepHidden))
                room.ReadRows[read++] = i;
        }
        return read;
    }

    /// <summary>Logits, or the head's outputs, of the hidden rows [from, from + count).</summary>
    Rows Project(Wants wants, int from, int count, Workspace space, ThreadRoom room, Crew crew)
    {
        var outputs = wants == Wants.Head ? space.HeadOutputs(count) : space.Logits(count);
        if (wants == Wants.Head)
            pass.Model.Llama.Judge(space, from, outputs, room.Scratch, crew);
        else
            pass.Model.Llama.Project(space, from, outputs, room.Scratch, crew);
        return outputs;
    }

    void Recall(List<Branch> recalls, Wants wants, Workspace space, ThreadRoom room, Crew crew)
    {
        for (var done = 0; done < recalls.Count; done += space.LogitRows)
        {
            var group = Math.Min(space.LogitRows, recalls.Count - done);
            var (from, to) = crew.Share(group);
            for (var i = from; i < to; i++)
                recalls[done + i].Recall.CopyTo(space.Hidden(group)[i]);
            crew.Meet();
            var outputs = Project(wants, 0, group, space, room, crew);
            crew.Meet();
            var start = Stopwatch.GetTimestamp();
            for (var i = from; i < to; i++)
            {
                var branch = recalls[done + i];
                branch.Work.Read(branch, branch.Computed - 1, outputs[i], room.Sampler);
            }
            CountReading(start);
            crew.Meet();
        }
    }

    /// <summary>Each of the parts reads a share, so the wall's clock has seen the mean.</summary>
    void CountReading(long start) => Interlocked.Add(ref readTicks, (Stopwatch.GetTimestamp() - start) / parts);
}
