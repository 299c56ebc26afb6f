import Glibc

/// Another tool that reads logs, run on the same file.
struct Peer {
    /// The name in the comparison.
    var name: String
    /// The program and its arguments.
    var command: [String]

    /// The tools that can read the file, ordered from nothing but reading to what comes closest to a report.
    static func all(for path: String) -> [Peer] {
        let isPayload = path.contains("litellm")
        let model = isPayload ? "model_group" : "model"
        let sum =
            #"reduce inputs as $r ({}; .[$r.\#(model)] |= [(.[0] // 0) + 1, (.[1] // 0) + ($r.input_tokens // $r.prompt_tokens // 0)])"#
        let python = """
            import json,sys
            a={}
            for l in open(sys.argv[1],'rb'):
                d=json.loads(l); e=a.setdefault(d.get('\(model)'),[0,0]); e[0]+=1; e[1]+=d.get('input_tokens') or d.get('prompt_tokens') or 0
            """
        var peers = [
            Peer(name: "wc -l", command: ["wc", "-l", path]),
            Peer(name: "python3 json, count and sum", command: ["python3", "-c", python, path]),
            Peer(name: "jq, count and sum", command: ["jq", "-n", sum, path]),
        ]
        guard !isPayload else { return peers }
        let format =
            #"{"ts":"%dT%t.%^Z","client_ip":"%h","method":"%m","path":"%U","model":"%v","status":"%s","latency_ms":"%L"}"#
        peers.append(
            Peer(
                name: "goaccess",
                command: [
                    "goaccess", path, "--log-format", format, "--date-format", "%Y-%m-%d", "--time-format", "%H:%M:%S",
                    "-o", "json", "--no-progress", "--no-global-config",
                ]))
        peers.append(Peer(name: "lnav, count", command: ["lnav", "-n", "-c", ";select count(*) from all_logs", path]))
        return peers
    }

    /// Runs the tool; `nil` when it is not installed.
    func run() -> Cost? {
        let before = Cost.children
        // 127 is the shell's convention for a program that is not there; wrappers of version managers keep to it.
        guard let code = exitCode(), code != 127 else { return nil }
        return Cost.children - before
    }

    /// Runs the tool with its output thrown away; `nil` when it cannot be started.
    func exitCode() -> Int32? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        guard posix_spawnp(&process, command[0], &actions, nil, &arguments, environ) == 0 else { return nil }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
    }
}
