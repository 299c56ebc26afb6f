import CNVML
import Glibc
import InfermonModel

/// The process that asks the driver.
///
/// A driver call can hang in the kernel for ever, where not even exit() ends it; the screen must never wait for one. So the driver's
/// library lives here, and each sweep goes to the parent as one record on standard output. The process ends when the pipe closes or
/// the parent dies.
public enum GPUProbe {
    /// Sweeps until the reader goes away.
    ///
    /// Blocks for as long as the driver does. Call it from a process that does nothing else: standard output becomes the
    /// record stream, and whatever a driver's library prints goes to `/dev/null`.
    ///
    /// - Parameter options: What to ask and how often.
    /// - Returns: The exit code: 0 when the reader went away or all sweeps were made, 74 when nothing can be written.
    public static func run(_ options: GPUProbeOptions) -> Int32 {
        infermon_die_with_parent()
        signal(SIGPIPE, SIG_IGN)
        guard let output = takeStandardOutput() else { return EX_IOERR }
        var boards = ProbedBoards(options)
        var left = options.sweeps ?? .max
        while true {
            let started = clockMicroseconds(CLOCK_MONOTONIC)
            let real = Timestamp(microseconds: clockMicroseconds(CLOCK_REALTIME))
            let observation = boards.observe(at: options.played?.now(real) ?? real)
            guard write(GPURecord.frame(observation), to: output) else { return 0 }
            left -= 1
            if left == 0 { return 0 }
            let spent = clockMicroseconds(CLOCK_MONOTONIC) - started
            guard readerStays(output, for: options.interval.microseconds - spent) else { return 0 }
        }
    }

    /// The record stream's own descriptor, out of reach of a library that prints.
    private static func takeStandardOutput() -> Int32? {
        let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard output >= 0, nowhere >= 0 else { return nil }
        dup2(nowhere, STDOUT_FILENO)
        close(nowhere)
        return output
    }

    private static func write(_ bytes: [UInt8], to output: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// Waits out the rest of the interval; false as soon as nobody reads any more.
    private static func readerStays(_ output: Int32, for microseconds: Int64) -> Bool {
        let deadline = clockMicroseconds(CLOCK_MONOTONIC) + microseconds
        while true {
            let left = deadline - clockMicroseconds(CLOCK_MONOTONIC)
            var entry = pollfd(fd: output, events: 0, revents: 0)
            let milliseconds = min(max(0, (left + 999) / 1_000), 3_600_000)
            if poll(&entry, 1, Int32(milliseconds)) > 0 { return false }
            if left <= 0 { return true }
        }
    }

    private static func clockMicroseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
