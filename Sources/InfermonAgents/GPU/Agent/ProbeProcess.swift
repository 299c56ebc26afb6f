import CNVML
import Glibc

/// A child process with a pipe on its standard output, and nothing else of ours.
struct ProbeProcess {
    let pid: pid_t
    /// The reading end, which never blocks.
    let output: Int32

    /// Starts `executable` in a process group of its own, so that the terminal's signals do not reach it.
    ///
    /// - Parameters:
    ///   - executable: An absolute path.
    ///   - arguments: The arguments behind the name.
    ///   - environment: All that the child sees: keys of providers are none of a driver's business.
    /// - Returns: The process, or the system's error number.
    static func start(
        executable: String, arguments: [String], environment: [String: String]
    ) -> Result<ProbeProcess, SystemError> {
        var ends: [Int32] = [-1, -1]
        guard infermon_pipe(&ends) == 0 else { return .failure(SystemError(code: errno)) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        infermon_close_from(&actions, STDERR_FILENO + 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var pid: pid_t = 0
        let code = withCStrings(["infermon"] + arguments) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&pid, executable, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0, fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 else {
            close(ends[0])
            return .failure(SystemError(code: code))
        }
        return .success(ProbeProcess(pid: pid, output: ends[0]))
    }

    /// How the process ended; `nil` while it has not.
    func end() -> ProcessEnd? {
        var status: Int32 = 0
        switch waitpid(pid, &status, WNOHANG) {
        case 0: return nil
        case pid: return status & 0x7f == 0 ? .exited(code: status >> 8 & 0xff) : .killed(signal: status & 0x7f)
        default: return errno == EINTR ? nil : .exited(code: -1)
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}

/// An error of the system, in its words.
struct SystemError: Error, CustomStringConvertible {
    let code: Int32

    var description: String { String(cString: strerror(code)) }
}
