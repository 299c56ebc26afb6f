import InfermonConfig
import Testing

@Suite struct CheckReportTests {
    private let warning = ConfigurationProblem(
        severity: .warning, file: "/etc/c.yaml", mark: TextMark(line: 3, column: 7), message: "loose")
    private let error = ConfigurationProblem(file: "/etc/c.yaml", mark: TextMark(line: 4, column: 1), message: "wrong")
    private let good = ProbeResult(subject: "gateway log /a.jsonl", state: .ok, finding: "2 files")
    private let bad = ProbeResult(
        subject: "cloud openai", state: .failed, finding: "OPENAI_ADMIN_KEY is not set", advice: "export it")

    @Test func `everything read is told with its finding and what to do`() {
        let report = CheckReport(location: .standard(path: "/etc/c.yaml"), problems: [warning], probes: [good, bad])
        #expect(
            report.lines == [
                "configuration /etc/c.yaml",
                "  /etc/c.yaml:3:7: warning: loose",
                "",
                "sources",
                "  ok       gateway log /a.jsonl: 2 files",
                "  failed   cloud openai: OPENAI_ADMIN_KEY is not set",
                "           export it",
                "",
                "1 warning; 1 of 2 sources can be read",
            ])
        #expect(report.exitCode == 1)
    }

    @Test func `what gives nothing yet is not counted as read, and promises are no sources`() {
        let absent = ProbeResult(subject: "gateway log /b.jsonl", state: .warning, finding: "no file").withoutData
        let money = ProbeResult(subject: "money", state: .warning, finding: "loose").besideSources
        let report = CheckReport(location: .standard(path: "/c"), problems: [], probes: [good, absent, money])
        #expect(
            report.lines.suffix(4) == [
                "promises and state", "  warning  money: loose", "", "2 warnings; 1 of 2 sources can be read",
            ])
        #expect(report.exitCode == 0)
    }

    @Test func `an error keeps the sources from being asked`() {
        let report = CheckReport(location: .named(path: "c.yaml", by: "--config"), problems: [error, warning])
        #expect(report.lines.first == "configuration c.yaml (named by --config)")
        #expect(
            report.lines.last
                == "1 error, 1 warning; nothing starts until the errors are mended, and no source was asked")
        #expect(report.exitCode == 64)
    }

    @Test func `without a configuration the places are told`() {
        let report = CheckReport(location: .none(searched: ["/a", "/b"]), problems: [])
        #expect(report.lines.first?.hasPrefix("no configuration; looked for /a and /b.") == true)
        #expect(report.exitCode == 0)
    }

    @Test func `warnings fail nothing`() {
        #expect(CheckReport(location: .standard(path: "/c"), problems: [warning], probes: [good]).exitCode == 0)
    }

    @Test func `text from outside has no control characters`() {
        let probe = ProbeResult(subject: "a\u{1b}[2J", state: .ok, finding: "b\u{9b}c\u{202e}d", advice: "e\nf")
        let report = CheckReport(location: .standard(path: "/c\u{7}"), problems: [], probes: [probe])
        let scalars = report.lines.joined().unicodeScalars
        #expect(scalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7f })
    }
}
