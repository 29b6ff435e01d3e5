using System.CommandLine;

RootCommand root = new("Test-time scaling for small language models: search, reward models, selection.");
return await root.Parse(args).InvokeAsync();
