using Outthink.Engine.Text; using Outthink.Engine.Weights; using Outthink.Peers;
var program = LlamaServer.Find(); if (program is null) return 2;
foreach (var tied in new[]{true,false}) { RandomModel.Write("/tmp/tokprobe/r.gguf", TensorType.F32, tied, 1);
await using var server = await LlamaServer.StartAsync(program, "/tmp/tokprobe/r.gguf", 512, default);
using var file = GgufFile.Open("/tmp/tokprobe/r.gguf");
Console.WriteLine(await TokenParity.MeasureAsync(Tokenizer.FromGguf(file), server, Texts.Mixed, default));
foreach (var t in (await server.ContinueAsync([0, 40, 41], 5, default))) Console.WriteLine(t); }
return 0;
