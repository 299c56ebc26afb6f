import ArgumentParser
import Glibc
import InfermonModel
import InfermonView

/// One look at every source, for `once` and for a dashboard that has no screen.
enum OneLook {
    /// Waits until every source has answered, at most `wait`, and prints what is known.
    ///
    /// - Returns: The code to exit with, by the worst that fires.
    static func print(
        _ configuration: Configuration, format: TextOrJSON, wait: TimeSpan = .seconds(10)
    ) async throws -> ExitCode {
        let clock = SystemClock()
        let session = try LiveSession.opened(configuration, setting: .real(configuration, clock: clock))
        complain(session.notices)
        session.start()
        defer { session.stop() }
        let deadline = clock.monotonic() + wait
        while !session.hasLookedAtEverything, clock.monotonic() < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        let dashboard = session.pipeline.dashboard()
        write(dashboard, format: format)
        return ExitCode(code(for: dashboard))
    }

    /// Prints a dashboard to standard output.
    static func write(_ dashboard: Dashboard, format: TextOrJSON) {
        switch format {
        case .json: Swift.print(SnapshotJSON.document(dashboard).text)
        case .text: Swift.print(PlainText.once(dashboard), terminator: "")
        }
        fflush(nil)
    }

    /// 0 ok, 1 a warning fires, 2 a critical alert fires, 3 nothing was measured.
    static func code(for dashboard: Dashboard) -> Int32 {
        switch dashboard.snapshot.total.state {
        case .ok: 0
        case .warning: 1
        case .critical: 2
        case .noData: 3
        }
    }
}
