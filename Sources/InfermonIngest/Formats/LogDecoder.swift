public import InfermonModel
public import InfermonRollup

/// Turns the lines of one file into records.
///
/// Give it whole lines in any portions: how a file was cut makes no difference to the records. It finds the format by itself when
/// it is to, and looks for it again after twenty lines in a row that made no sense.
public struct LogDecoder {
    private var reader: LineReader
    private var lag = LagWindow()
    private var unitGuard: UnitGuard?

    /// Creates a decoder at the beginning of a file.
    ///
    /// - Parameters:
    ///   - id: The name of a format, or `auto` to find it out. One that is not known is found out too.
    ///   - options: The source's zone and field paths.
    ///   - formats: The formats to choose from.
    public init(
        format id: String = "auto", options: LogFormatOptions = LogFormatOptions(),
        formats: [any LogFormat] = LogFormatRegistry.all
    ) {
        reader = LineReader(format: id, options: options, formats: formats)
        if options.map.contains(where: { $0.field == "latency" }) { unitGuard = UnitGuard() }
    }

    /// The lines so far.
    public var counts: LineCounts { reader.tally.counts }

    /// The first lines that could not be understood, numbered from the decoder's first.
    public var defects: [LineDefect] { reader.tally.defects }

    /// The name of the format; empty while it is not known.
    public var formatID: String { reader.format?.id ?? "" }

    /// The median time from the end of the last requests to their being read; `nil` without requests.
    public var medianLag: TimeSpan? { lag.median }

    /// Why the unit that the map declares for durations is hardly theirs; `nil` while there is no doubt.
    public var unitDoubt: String? { unitGuard?.doubt }

    /// Forgets the lag of what was read so far: of a backlog it is no more than its age.
    public mutating func forgetLag() { lag = LagWindow() }

    /// Begins a new file under the same name: its format is looked for anew; counts go on.
    public mutating func reset() { reader.reset() }

    /// Reads lines and counts their records.
    ///
    /// - Parameters:
    ///   - bytes: Whole lines; one without its newline at the end is taken as whole.
    ///   - observed: When they were read.
    ///   - accumulator: Counts the records.
    public mutating func decode(
        _ bytes: UnsafeRawBufferPointer, observedAt observed: Timestamp, into accumulator: inout RollupAccumulator
    ) {
        var lag = lag
        var unitGuard = unitGuard
        reader.beginBlock()
        reader.read(bytes.bindMemory(to: UInt8.self)) { batch in
            batch.withRecords { records in
                if let end = records.last?.endedAt { lag.note((observed - end).microseconds) }
                if unitGuard?.isSettled == false { for record in records { unitGuard?.note(record.duration) } }
                accumulator.add(records, observedAt: observed)
            }
            batch.removeAll()
        }
        reader.beginBlock()
        self.lag = lag
        self.unitGuard = unitGuard
    }

    /// Reads lines and hands on each record, which is good until `body` returns.
    ///
    /// - Parameters:
    ///   - bytes: Whole lines; one without its newline at the end is taken as whole.
    ///   - body: Takes a record.
    public mutating func decode(_ bytes: UnsafeRawBufferPointer, _ body: (AttemptRecord) -> Void) {
        var unitGuard = unitGuard
        reader.beginBlock()
        reader.read(bytes.bindMemory(to: UInt8.self)) { batch in
            batch.forEach { record in
                unitGuard?.note(record.duration)
                body(record)
            }
            batch.removeAll()
        }
        reader.beginBlock()
        self.unitGuard = unitGuard
    }
}
