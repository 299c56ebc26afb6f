public import InfermonModel
public import InfermonRollup

/// Reads log files, plain or compressed, and sums up what is in them.
///
/// Memory does not grow with the files. Large files are parsed on all cores and added up in the order of their lines, so the result
/// is that of one core, to the last digit.
public struct LogReport: Sendable {
    /// What to report and how to read.
    public struct Options: Sendable {
        /// What to group by.
        public var keys: [ReportKey] = [.scenario, .model]
        /// Only requests that ended from this instant on.
        public var from: Timestamp?
        /// Only requests that ended before this instant.
        public var to: Timestamp?
        /// The name of a format, or `auto`.
        public var format = "auto"
        /// The source's zone and field paths.
        public var lines = LogFormatOptions()
        /// The zone of hours and days.
        public var zone = TimeZoneRules.utc
        /// Attributes requests to scenarios.
        public var router = ScenarioRouter()
        /// Prices tokens.
        public var pricer = SeriesPricer.none
        /// Distinct groups at most, the rest counted under "(other)".
        public var seriesLimit = RollupAccumulator.standardSeriesLimit
        /// Whether the sizes of requests are counted (``Rollup/contexts``), which no report shows.
        public var countsContexts = false
        /// The size of a block in bytes: with the records of its lines it stays in the cache of one core.
        public var blockSize = 256 << 10
        /// Files from this size on are parsed on all cores.
        public var parallelSize = 8 << 20
        /// Blocks parsed at once; 1 reads on one thread.
        public var lanes = 3

        /// Creates options for a report by scenario and model.
        public init() {}
    }

    /// The most malformed lines named.
    public static let defectLimit = 5

    private let options: Options

    /// Creates a report.
    public init(_ options: Options = Options()) {
        self.options = options
    }

    /// Reads files.
    ///
    /// - Parameters:
    ///   - paths: The files, in the order of their lines; `-` is the standard input.
    ///   - now: Stands in for the end of requests whose line has no time.
    /// - Returns: The sums over all files. A file that cannot be read is named in ``ReportResult/files`` with its problem.
    public func read(_ paths: [String], at now: Timestamp) async -> ReportResult {
        var result = ReportResult(keys: options.keys)
        var accumulator = RollupAccumulator(
            options.grouping, router: options.router, pricer: options.pricer, seriesLimit: options.seriesLimit)
        accumulator.from = options.from
        accumulator.to = options.to
        for path in paths {
            accumulator.source = SourceID(path)
            var pass = FilePass(path: path, options: options, accumulator: accumulator, now: now)
            await pass.run()
            accumulator = pass.accumulator
            result.lines += pass.file.lines
            result.defects += pass.defects.prefix(max(0, Self.defectLimit - result.defects.count)).map {
                ReportDefect(path: path, defect: $0)
            }
            result.files.append(pass.file)
        }
        result.from = options.from ?? accumulator.span?.first
        result.to = options.to ?? accumulator.span?.last
        result.repeats = accumulator.repeats
        if accumulator.isFull { result.fullAt = options.seriesLimit }
        var (rows, outcomes) = accumulator.drainGroups()
        result.groups = options.groups(takingFrom: &rows, outcomes: outcomes)
        for group in result.groups { result.totals.merge(group.rollup) }
        return result
    }
}
