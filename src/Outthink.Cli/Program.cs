using System.Runtime.InteropServices;
using Outthink.Cli;

using CancellationTokenSource interrupt = new();

// The first signal ends the work in hand and prints what was found; a second one ends the program at once.
void Stop(PosixSignalContext context)
{
    context.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await CommandLine.RunAsync(args, Terminal.OfProcess(), interrupt.Token);
