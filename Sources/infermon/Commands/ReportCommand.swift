import ArgumentParser
import Glibc
import InfermonConfig
import InfermonCost
import InfermonIngest
import InfermonModel
import InfermonRollup

/// Everything about a stretch of traffic, from log files or from the store.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Report a stretch of traffic, from log files or from the store.",
        discussion: """
            With files (plain, .gz or .zst; - is the standard input) nothing needs to be configured: formats are recognised and
            well-known field names map themselves. Without files the store of the live screen is reported.
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Log files.", valueName: "file"), completion: .file())
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            "What to group by, joined by commas: scenario, model, provider, key, team, outcome, hour, day; focus has its own.",
            valueName: "keys"))
    var by = ReportKeys(keys: [.scenario, .model])

    @Option(
        help: ArgumentHelp(
            "Only requests that ended from then on: 2026-11-01, or 2026-11-01T06:30, with a Z for UTC.",
            valueName: "date|time"))
    var from: InstantArgument?

    @Option(help: ArgumentHelp("Only requests that ended before then, in the same form.", valueName: "date|time"))
    var to: InstantArgument?

    @Option(
        help: ArgumentHelp(
            "Only this calendar month, beside the one before it; \"this\" for the one under way.", valueName: "YYYY-MM")
    )
    var month: MonthArgument?

    @Option(help: "How to print it; focus is a FOCUS 1.2 cost export by UTC day.")
    var format = ReportFormat.text

    @Option(help: ArgumentHelp("The format of the lines, where it is not to be recognised.", valueName: "name"))
    var logFormat = "auto"

    func run() async throws {
        let choice = ConfigurationChoice(options)
        var configuration = Configuration()
        if let loaded = choice.loaded {
            guard let usable = loaded.configuration else { throw failure(loaded.errors.map(\.description)) }
            configuration = usable
        }
        guard logFormat == "auto" || LogFormatRegistry.format(logFormat) != nil else {
            let names = LogFormatRegistry.all.map(\.id).joined(separator: ", ")
            throw failure([
                "infermon report: there is no log format \(String(reflecting: logFormat)); there are auto, \(names)."
            ])
        }
        let now = SystemClock().now()
        // A cost export is cut by days and months in UTC, whatever the zone of budgets.
        if format == .focus { configuration.zone = .utc }
        let bounds = try self.bounds(in: configuration.zone, now: now)
        let result = try await read(
            configuration, keys: format.keys ?? by.keys, from: bounds.from, to: bounds.to, now: now)
        complain(result.defects.map(\.description))
        for file in result.files {
            guard let problem = file.problem else { continue }
            let isCounted = file.lines.read > 0 ? " What came before is counted." : ""
            complain(["infermon report: \(problem)\(isCounted)"])
        }
        for file in result.files {
            guard let advice = Self.advice(on: file) else { continue }
            complain(["infermon report: \(file.path): \(advice)"])
        }
        if format != .text, let note = ReportText.roomNote(result) { complain(["infermon report: \(note)."]) }
        let comparison = try await comparison(configuration, now: now)
        let reconciliation = reconciliation(configuration, now: now)
        print(
            format.render(result, comparison: comparison, reconciliation: reconciliation, zone: configuration.zone),
            terminator: "")
        fflush(nil)
        if result.files.contains(where: { $0.problem != nil }) { throw ExitCode(3) }
        if result.totals.requests == 0 { throw ExitCode(3) }
    }

    /// What to do about a file that gave nothing, or durations that are hardly right.
    private static func advice(on file: ReportFile) -> String? {
        guard file.lines.requests == 0 else { return file.unitDoubt }
        let format = LogFormatRegistry.format(file.format)
        if let advice = format?.advice { return advice }
        if file.lines.read > 0, let advice = format?.adviceWithoutRequests { return advice }
        guard file.problem == nil, file.format.isEmpty, file.lines.read > 0 else { return nil }
        return """
            no log format knows its lines; name one with --log-format, or map the fields of JSON lines with map: in a \
            configuration (see infermon init json-log)
            """
    }

    private func bounds(in zone: TimeZoneRules, now: Timestamp) throws -> (from: Timestamp?, to: Timestamp?) {
        guard let month else {
            let (from, to) = (from?.instant(in: zone), to?.instant(in: zone))
            if let from, let to, from >= to { throw ValidationError("--from is not before --to.") }
            return (from, to)
        }
        guard from == nil, to == nil else { throw ValidationError("--month stands alone; leave out --from and --to.") }
        let period = month.month(in: zone, now: now)
        return (period.start, period.end)
    }

    /// The month asked for beside the one before it; `nil` where none was asked for, or the form has no place for it.
    private func comparison(_ configuration: Configuration, now: Timestamp) async throws -> ReportComparison? {
        guard let month = month?.month(in: configuration.zone, now: now), format != .csv, format != .focus,
            // The standard input cannot be read a second time.
            !files.contains("-")
        else { return nil }
        let earlier = ReportComparison.stretch(before: month, in: configuration.zone, now: now)
        let keys = ReportComparison.keys
        return ReportComparison(
            before: try await read(configuration, keys: keys, from: earlier.from, to: earlier.to, now: now),
            after: try await read(configuration, keys: keys, from: month.start, to: month.end, now: now),
            from: earlier.from, to: earlier.to, isPartial: earlier.isPartial)
    }

    /// The bills of the month asked for, or of the one under way; `nil` for files, which know of none.
    private func reconciliation(_ configuration: Configuration, now: Timestamp) -> Reconciliation? {
        guard files.isEmpty, from == nil, to == nil, format == .text || format == .json else { return nil }
        let month =
            month?.month(in: configuration.zone, now: now) ?? BillingMonth(containing: now, in: configuration.zone)
        do {
            return try StoredReconciliation.read(configuration, month: month, now: now)
        } catch {
            complain(["infermon report: \(error)"])
            return nil
        }
    }

    private func read(
        _ configuration: Configuration, keys: [ReportKey], from: Timestamp?, to: Timestamp?, now: Timestamp
    ) async throws -> ReportResult {
        guard !files.isEmpty else {
            return try StoredReport.read(configuration, keys: keys, from: from, to: to, now: now)
        }
        var reading = LogReport.Options()
        reading.keys = keys
        reading.from = from
        reading.to = to
        reading.format = logFormat
        reading.zone = configuration.zone
        reading.router = ScenarioRouter(scenarios: configuration.scenarios, regex: { RegexMatcher.closure(for: $0) })
        let book = PriceBook(configuration)
        complain(book.problems)
        reading.pricer = SeriesPricer(book.sheet)
        reading.adopt(configuration, for: files)
        return await LogReport(reading).read(files, at: now)
    }
}

extension LogReport.Options {
    /// Reads the files as the configured source does that names one of them, where the format was left to be recognised.
    mutating func adopt(_ configuration: Configuration, for files: [String]) {
        guard format == "auto" else { return }
        let source = configuration.gatewayLogs.first { source in
            let named = Set(FileTailer.files(matching: source.path).map(Self.realPath))
            return files.contains { named.contains(Self.realPath($0)) }
        }
        guard let source else { return }
        format = source.format
        lines = LogFormatOptions(zone: source.zone, map: source.map)
    }

    /// The path without links and relative parts; as it is where there is no file.
    private static func realPath(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// Report keys on the command line.
struct ReportKeys: ExpressibleByArgument {
    let keys: [ReportKey]

    init(keys: [ReportKey]) {
        self.keys = keys
    }

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        let keys = names.compactMap { ReportKey(rawValue: String($0)) }
        guard !keys.isEmpty, keys.count == names.count, Set(keys).count == keys.count else { return nil }
        self.keys = keys
    }

    var defaultValueDescription: String { keys.map(\.rawValue).joined(separator: ",") }
}
