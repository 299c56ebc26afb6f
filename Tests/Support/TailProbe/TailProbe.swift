import Glibc
import InfermonIngest
import InfermonModel
import InfermonStore

/// Follows a log into a store until a file named on its command line appears: what the kill tests kill.
@main
enum TailProbe {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else {
            print("usage: infermon-tail-probe LOG STORE STOP-FILE")
            exit(64)
        }
        let store = try Store(path: arguments[2], now: now())
        guard store.isWriter else {
            print(store.notices.joined(separator: "\n"))
            exit(1)
        }
        let source = GatewayLogSource(path: arguments[1], start: .start)
        let agent = GatewayLogAgent(
            source: source, checkpoint: try store.checkpoint(for: SourceID(arguments[1])), monthStart: .epoch)
        while true {
            let isLast = access(arguments[3], F_OK) == 0
            let pass = agent.pass(now: now())
            if let batch = pass.batch { try store.commit(batch) }
            if pass.hasMore { continue }
            if isLast { exit(0) }
            var waiting = pollfd(fd: agent.waitDescriptor ?? -1, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, 20)
        }
    }

    private static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
