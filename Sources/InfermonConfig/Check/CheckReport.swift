/// What `infermon check` found: the configuration's problems, then each source's.
public struct CheckReport: Hashable, Sendable {
    /// Where the configuration is.
    public var location: ConfigurationLocator.Location
    /// The configuration's problems.
    public var problems: [ConfigurationProblem]
    /// What each source told; empty when an error kept them from being asked.
    public var probes: [ProbeResult]

    /// Creates a report.
    public init(
        location: ConfigurationLocator.Location, problems: [ConfigurationProblem], probes: [ProbeResult] = []
    ) {
        self.location = location
        self.problems = problems
        self.probes = probes
    }

    /// 64 when the configuration has an error, 1 when a source cannot be read, else 0: warnings fail nothing.
    public var exitCode: Int32 {
        if problems.contains(where: { $0.severity == .error }) { return 64 }
        return probes.contains { $0.state == .failed } ? 1 : 0
    }

    /// The report for people, without colours or control characters.
    public var lines: [String] {
        var lines = [heading]
        // A warning calls itself one.
        lines += problems.map { "  \($0.severity == .warning ? "" : label($0.severity.rawValue))\($0)" }
        for (title, part) in [("sources", sources), ("promises and state", probes.filter { $0.isRead == nil })] {
            guard !part.isEmpty else { continue }
            lines += ["", title]
            for probe in part {
                lines.append("  \(label(probe.state.rawValue))\(clean(probe.subject)): \(clean(probe.finding))")
                if let advice = probe.advice { lines.append("  \(label(""))\(clean(advice))") }
            }
        }
        return lines + ["", summary]
    }

    private var sources: [ProbeResult] { probes.filter { $0.isRead != nil } }

    private var heading: String {
        switch location {
        case .named(let path, let name): "configuration \(clean(path)) (named by \(name))"
        case .standard(let path): "configuration \(clean(path))"
        case .none(let searched):
            "no configuration; looked for \(clean(searched.joined(separator: " and "))). \"infermon init\" writes one, "
                + "\"infermon demo\" shows infermon without one"
        }
    }

    private var summary: String {
        let errors = problems.count { $0.severity == .error }
        guard errors == 0 else {
            return "\(count(errors, "error")), \(count(problems.count - errors, "warning")); nothing starts until the "
                + "errors are mended, and no source was asked"
        }
        let warnings = problems.count + probes.count { $0.state == .warning }
        let readable = sources.count { $0.isRead == true }
        let reach = sources.isEmpty ? "no sources" : "\(readable) of \(count(sources.count, "source")) can be read"
        return "\(count(warnings, "warning")); \(reach)"
    }

    private func label(_ text: String) -> String {
        text + String(repeating: " ", count: max(1, 9 - text.count))
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private func clean(_ text: String) -> String { OutsideText.cleaned(text, limit: 1_000) }
}
