import CPrefetch
import InfermonModel

/// The sums so far: a row for each series and interval, and for each outcome where they are told apart.
struct RowTable {
    private let grouping: RollupGrouping
    private var rows: [RollupRow] = []
    /// The outcome of each row, where each has rows of its own.
    private var outcomes: [RequestOutcome?] = []
    private var index: [Key: Int] = [:]
    /// Per series, the row that it was last counted in.
    private var lastRows: [Int32] = []

    private struct Key: Hashable {
        var start: Int64
        var series: Int32
        var outcome: UInt8
    }

    init(_ grouping: RollupGrouping) {
        self.grouping = grouping
    }

    /// The row that a request of a series is counted in, if the last request of the series was too; -1 else.
    @inline(__always)
    mutating func lastRow(of request: RequestContribution, series: Int) -> Int {
        guard series < lastRows.count, !grouping.splitsOutcomes else { return -1 }
        let last = Int(lastRows[series])
        return last >= 0 && rows[last].start.microseconds == grouping.start(of: request.endedAt) ? last : -1
    }

    /// The row that a request of a series is counted in, made if need be.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - series: The number of its series.
    ///   - key: The series.
    /// - Returns: The row, good until the next ``drain()``.
    mutating func row(of request: RequestContribution, series: Int, _ key: SeriesKey) -> Int {
        if lastRows.count <= series {
            lastRows.append(contentsOf: repeatElement(-1, count: max(64, series + 1 - lastRows.count)))
        }
        let start = grouping.start(of: request.endedAt)
        let place = Key(
            start: start, series: Int32(series), outcome: grouping.splitsOutcomes ? request.outcome.rawValue : .max)
        let row: Int
        // The one row of a series is the one that it was last counted in.
        let isOnly = grouping.interval == nil && !grouping.splitsOutcomes
        if !isOnly, let known = index[place] {
            row = known
        } else {
            row = rows.count
            rows.append(RollupRow(start: Timestamp(microseconds: start), series: key, rollup: Rollup()))
            if grouping.splitsOutcomes { outcomes.append(request.outcome) }
            if !isOnly { index[place] = row }
        }
        lastRows[series] = Int32(row)
        return row
    }

    /// Counts a request in a row.
    @inline(__always)
    mutating func add(_ request: RequestContribution, to row: Int) {
        rows[row].rollup.add(request, grouping.distributions)
    }

    /// Takes back a failure that turned out to be an attempt of a request that went on.
    mutating func takeBack(_ failure: RequestContribution, from row: Int) { rows[row].rollup.takeBack(failure) }

    /// Gives the rows, which are then forgotten, and their outcomes where each outcome has rows of its own.
    mutating func drain() -> (rows: [RollupRow], outcomes: [RequestOutcome?]) {
        let drained = (rows: rows, outcomes: outcomes)
        rows = []
        outcomes = []
        index.removeAll(keepingCapacity: true)
        for series in lastRows.indices { lastRows[series] = -1 }
        return drained
    }

    /// Forgets which series there were; there are no rows then.
    mutating func forgetSeries() { lastRows.removeAll(keepingCapacity: true) }
}

extension RowTable {
    /// Whether so many rows are in no near cache: before, fetching ahead takes more than it saves.
    var isSpread: Bool { rows.count >= 200 }

    /// Begins to fetch the row that a series will probably be counted in.
    ///
    /// - Returns: The row for ``fetchCells(of:row:)``; -1 for none.
    @inline(__always)
    mutating func fetchRow(series: Int) -> Int32 {
        guard series < lastRows.count, lastRows[series] >= 0 else { return -1 }
        let row = lastRows[series]
        rows.withUnsafeMutableBufferPointer { rows in
            guard let first = rows.baseAddress else { return }
            // What a request changes of a row; the rest is for few.
            let address = UnsafeRawPointer(first + Int(row))
            infermon_prefetch(address)
            infermon_prefetch(address + 64)
            infermon_prefetch(address + 128)
            infermon_prefetch(address + 192)
            infermon_prefetch(address + 256)
            infermon_prefetch(address + 320)
        }
        return row
    }

    /// Goes on with what a record's times change in the histograms of a row, some time after ``fetchRow(series:)``.
    @inline(__always)
    mutating func fetchCells(of record: UnsafePointer<AttemptRecord>, row: Int32) {
        rows.withUnsafeMutableBufferPointer { rows in
            guard let first = rows.baseAddress else { return }
            let row = first + Int(row)
            if let latency = record.pointee.duration { Self.fetch(latency, of: &row.pointee.rollup.latency) }
            if let first = record.pointee.timeToFirstToken {
                Self.fetch(first, of: &row.pointee.rollup.timeToFirstToken)
            }
        }
    }

    @inline(__always)
    private static func fetch(_ value: TimeSpan, of histogram: inout LatencyHistogram) {
        guard let memory = histogram.memory(ofMicroseconds: value.microseconds) else { return }
        infermon_prefetch(memory.header)
        infermon_prefetch(memory.cell)
    }
}
