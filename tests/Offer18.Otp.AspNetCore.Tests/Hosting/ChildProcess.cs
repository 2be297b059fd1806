using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A process that a test starts and whose output it reads. It ends with the tests, even if those are killed.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string SetPriv = "/usr/bin/setpriv";

    // Linux' numbers (signal(7)).
    private const int Stop = 19;
    private const int Continue = 18;

    // The kernel ends the child when the thread that started it ends (prctl(2), PR_SET_PDEATHSIG), so that must be one that lasts.
    private static readonly BlockingCollection<Task> Starts = [];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static ChildProcess() => new Thread(() =>
    {
        foreach (var start in Starts.GetConsumingEnumerable())
        {
            start.RunSynchronously();
        }
    })
    { IsBackground = true, Name = nameof(ChildProcess) }.Start();

    private ChildProcess(ProcessStartInfo start, string? ready)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // It becomes the program it starts, and so keeps the id. Other systems than Linux leave a killed run's children behind.
        if (File.Exists(SetPriv))
        {
            string[] arguments = ["--pdeathsig", "KILL", start.FileName, .. start.ArgumentList];
            start.ArgumentList.Clear();
            Array.ForEach(arguments, start.ArgumentList.Add);
            start.FileName = SetPriv;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, ready);
        _process.Exited += (_, _) => _ready.TrySetResult(null);
    }

    public int Id => _process.Id;

    /// <summary>What it has written.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>How many bytes of the machine's memory it holds.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The first line that says that it is ready; null when the process ended before, and all it wrote has been read.</summary>
    public string? ReadyLine { get; private set; }

    /// <summary>Starts it, and waits until it has written a line with the given words, if any, or has ended.</summary>
    public static async Task<ChildProcess> StartAsync(ProcessStartInfo start, string? ready)
    {
        var child = new ChildProcess(start, ready);
        // What waits for the start must not go on in the thread that starts.
        var started = new Task(() => child._process.Start(), TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(started, CancellationToken.None);
        await started;
        try
        {
            child._process.BeginOutputReadLine();
            child._process.BeginErrorReadLine();
            child.ReadyLine = await child._ready.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            if (child.ReadyLine is null)
            {
                await child.ExitCodeAsync();
            }

            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it as the kernel ends a process (<c>SIGKILL</c>): it can neither finish nor tidy up anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Takes the processor away from it (<c>SIGSTOP</c>): its connections stay open, and it answers nothing.</summary>
    public void Pause() => Signal(Stop);

    public void Resume() => Signal(Continue);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int id, int signal);

    private void Signal(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
        {
            throw new Win32Exception();
        }
    }

    private void Read(string? line, string? ready)
    {
        // A stream's end, and each of the two has one: no line.
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ready is not null && line.Contains(ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult(line);
        }
    }
}
