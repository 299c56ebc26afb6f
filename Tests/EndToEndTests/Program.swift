import Foundation
import InfermonTestSupport

/// The built program in a world of its own: no configuration, no state and no keys but what a test puts there.
struct Program {
    let folder: TemporaryFolder
    static let path = ProcessRun.built("infermon")

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The environment of every run.
    func environment(_ more: [String: String] = [:]) -> [String: String] {
        [
            "HOME": folder.path, "XDG_CONFIG_HOME": folder.path("config"), "XDG_STATE_HOME": folder.path("state"),
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "TERM": "xterm-256color", "TMPDIR": folder.path,
        ].merging(more) { $1 }
    }

    func run(_ arguments: String..., environment more: [String: String] = [:]) async throws -> ProcessRun {
        try await ProcessRun(Self.path, arguments, environment: environment(more))
    }

    /// The captured lines of a real gateway, which the ingest tests hold.
    static var cases: String { fixtures + "/cases.jsonl" }
    static var oracle: String { fixtures + "/cases.oracle.json" }
    private static var fixtures: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("InfermonIngestTests/Fixtures/litellm").path
    }
}

/// One compact log line of the generic format.
func logLine(_ number: Int, scenario: String = "chatbot", at seconds: Double, cost: String = "0.000125") -> String {
    let instant = ISO8601DateFormatter()
    instant.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    let time = instant.string(from: Date(timeIntervalSince1970: seconds))
    return """
        {"ts":"\(time)","request_id":"req-\(number)","model":"gpt-4o-mini","scenario":"\(scenario)","status":200,\
        "latency_ms":812.5,"input_tokens":100,"output_tokens":50,"cost_usd":\(cost),"stream":false}

        """
}
