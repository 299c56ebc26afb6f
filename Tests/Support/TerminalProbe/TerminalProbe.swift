import Foundation
import InfermonModel
import InfermonTerminal
import InfermonView

/// The screen on a terminal with nothing behind it, for tests of what becomes of the terminal.
///
/// Arguments: what the key `+` does (`trap`, `trap-thread`, `exit`, `say`, `flood`, `hang`, or nothing), then `--no-color` and
/// `--ascii`.
@main
struct TerminalProbe {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let preferences = CursesTerminal.Preferences(
            noColor: arguments.contains("--no-color"), onlyASCII: arguments.contains("--ascii"))
        do {
            let mailbox = try DashboardMailbox()
            let terminal = try CursesTerminal(preferences: preferences)
            mailbox.post(dashboard(host: "\(terminal.colorDepth)"))
            let reason = UILoop.run(terminal: terminal, mailbox: mailbox, now: now) { _ in
                act(arguments.first ?? "", mailbox)
            }
            terminal.close()
            print("left: \(reason)")
        } catch {
            print("refused: \(error)")
            exit(3)
        }
    }

    private static func act(_ action: String, _ mailbox: DashboardMailbox) {
        switch action {
        case "trap": overrun()
        case "trap-thread": Thread.detachNewThread { overrun() }
        case "exit": exit(7)
        case "say": FileHandle.standardError.write(Data("said while the screen was up\n".utf8))
        case "hang":
            FileHandle(forWritingAtPath: "/dev/tty")?.write(Data("hanging".utf8))
            while true { sleep(60) }
        case "flood":
            Thread.detachNewThread {
                for index in 0..<100_000 { mailbox.post(dashboard(host: "host-\(index)")) }
                mailbox.stop()
            }
        default: break
        }
    }

    private nonisolated static func overrun() {
        let empty = [Int](repeating: 0, count: CommandLine.arguments.count)
        print(empty[empty.count + 1])
    }

    /// The clock stands still: what the screen writes then is what changed for another reason.
    private nonisolated static func now() -> Timestamp { Timestamp(seconds: 1_764_000_000) }

    private nonisolated static func dashboard(host: String) -> Dashboard {
        let empty = Series(start: now(), step: .minutes(1), values: [])
        let total = ScenarioSnapshot(
            scenario: Scenario(id: ScenarioID("all"), title: "All"), state: .noData, windows: [:], objectives: [],
            budget: BudgetStatus(
                month: BillingMonth(containing: now(), in: .utc), limit: nil, spent: .zero, basis: .best,
                elapsedRatio: 0.5),
            history: ScenarioHistory(
                latencySeconds: empty, requestsPerHour: empty, inputTokensPerSecond: empty,
                outputTokensPerSecond: empty,
                dollarsPerHour: empty))
        return Dashboard(
            snapshot: Snapshot(
                at: now(), host: host, zone: .utc, scenarios: [], total: total, gpu: .waiting, gpuUtilization: empty,
                providers: [], sources: []))
    }
}
