public import InfermonModel

/// What a report groups by.
public enum ReportKey: String, CaseIterable, Hashable, Sendable {
    /// The scenario.
    case scenario
    /// The model.
    case model
    /// The provider.
    case provider
    /// The gateway key's alias.
    case key
    /// The team.
    case team
    /// How requests ended.
    case outcome
    /// The hour that requests ended in.
    case hour
    /// The day that requests ended in.
    case day
}

/// One group of a report.
public struct ReportGroup: Hashable, Sendable {
    /// The key; parts that are not grouped by are empty, but for the provider where a group has one only.
    public var series: SeriesKey
    /// The outcome, when grouped by it.
    public var outcome: RequestOutcome?
    /// The start of the hour or day, when grouped by it.
    public var start: Timestamp?
    /// The sums.
    public var rollup: Rollup

    /// Creates a group.
    public init(series: SeriesKey, outcome: RequestOutcome? = nil, start: Timestamp? = nil, rollup: Rollup) {
        self.series = series
        self.outcome = outcome
        self.start = start
        self.rollup = rollup
    }
}

/// A line of a file that could not be understood.
public struct ReportDefect: Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named.
    public var path: String
    /// The line and what is wrong with it.
    public var defect: LineDefect

    /// `FILE:LINE: why`.
    public var description: String { "\(path):\(defect.line): \(defect.reason)" }
}

/// A file that a report was made from.
public struct ReportFile: Hashable, Sendable {
    /// The file as it was named.
    public var path: String
    /// The name of its format; empty when no known one fits.
    public var format: String
    /// Its lines.
    public var lines: LineCounts
    /// Bytes read, after decompression.
    public var bytes: Int64
    /// Why it was not read to its end; `nil` when it was.
    public var problem: LogReadError?
    /// Why the unit that the map declares for durations is hardly theirs; `nil` without a doubt.
    public var unitDoubt: String?
}

/// A stretch of traffic: sums by group and over all.
public struct ReportResult: Hashable, Sendable {
    /// What was grouped by.
    public var keys: [ReportKey]
    /// The end of the first attempt, or the bound that was asked for; `nil` without requests.
    public var from: Timestamp?
    /// The end of the last attempt, or the bound that was asked for; `nil` without requests.
    public var to: Timestamp?
    /// Since when traffic was observed, where the stretch began before; `nil` for files, which say it themselves.
    public var observedSince: Timestamp?
    /// Lines of all files.
    public var lines = LineCounts()
    /// The groups, ordered by their keys.
    public var groups: [ReportGroup] = []
    /// The sums over all groups.
    public var totals = Rollup()
    /// The first lines that could not be understood.
    public var defects: [ReportDefect] = []
    /// Lines dropped since the same one had been read before.
    public var repeats: Int64 = 0
    /// The distinct groups that there was room for, where there were more, and the rest is under "(other)"; `nil` where all had room.
    public var fullAt: Int?
    /// The files, in the order they were read.
    public var files: [ReportFile] = []

    /// Creates a result without groups.
    public init(keys: [ReportKey], from: Timestamp? = nil, to: Timestamp? = nil) {
        self.keys = keys
        self.from = from
        self.to = to
    }
}
