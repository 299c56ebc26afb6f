import Glibc
import InfermonModel
import InfermonRollup

/// Cuts bytes into lines, finds their format, and has it read them into a batch.
struct LineReader {
    /// The most lines in a row that make no sense before the format is looked for again.
    static let unknownRunLimit = 20

    /// Records handed on together: few enough to stay in the nearest cache.
    static let portion = 16

    private(set) var format: (any LogFormat)?
    private var scanner: JSONScanner?
    private let memory = ScratchMemory()
    var arena: ScratchArena { memory.arena }
    var batch = AttemptBatch()
    var tally = LineTally()
    let detector: FormatDetector
    /// The lines read by when all are read that were found to be of no other format: until then there is nothing to look for.
    private var lineOfNextLook: Int64 = 0
    /// Whether the format is to be found out, and again when lines make no sense.
    let isDetecting: Bool
    private typealias Position = UnsafePointer<UInt8>

    init(format id: String, options: LogFormatOptions, formats: [any LogFormat]) {
        let formats = formats.map { $0.configured(by: options) }
        detector = FormatDetector(formats: formats)
        let chosen = formats.first { $0.id == id }
        isDetecting = chosen == nil
        if let chosen { use(chosen) }
    }

    /// What another reader needs to read on as this one would.
    struct Seed: Sendable {
        fileprivate var detector: FormatDetector
        fileprivate var format: (any LogFormat)?
        fileprivate var shortcut: JSONShortcut?
    }

    /// The format and its lessons.
    var seed: Seed { Seed(detector: detector, format: format, shortcut: scanner?.shortcut) }

    /// Creates a reader that goes on in the format, and with the lessons, of another.
    init(_ seed: Seed) {
        detector = seed.detector
        isDetecting = false
        if let format = seed.format { use(format) }
        if let shortcut = seed.shortcut { scanner?.shortcut = shortcut }
    }

    /// Whether the memory that lines are read by will not learn anything that changes what is read.
    var isTrained: Bool { scanner.map { $0.shortcut.isSettled } ?? (format != nil) }

    /// Forgets the format, or when it is fixed what was learned about the file.
    mutating func reset() {
        tally.unknownRun = 0
        if let format, !isDetecting {
            use(format)
        } else {
            format = nil
            scanner = nil
        }
    }

    private mutating func use(_ format: any LogFormat) {
        self.format = format
        scanner = format.fields.map { JSONScanner($0, arena: arena) }
    }

    /// Forgets the records of what was read before.
    mutating func beginBlock() {
        batch.removeAll()
        arena.reset()
        tally.beginBlock()
    }

    /// Reads lines, and calls `body` after some that gave records.
    @inline(__always)
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, afterRecords body: (inout AttemptBatch) -> Void) {
        guard var position = bytes.baseAddress else { return }
        let limit = position + bytes.count
        if format == nil || isToLook {
            tally.unknownRun = 0
            detect(in: bytes)
        }
        while true {
            position = readRun(from: position, limit: limit, afterRecords: body)
            guard position < limit else { return }
            tally.unknownRun = 0
            detect(in: UnsafeBufferPointer(start: position, count: limit - position))
        }
    }

    /// Reads lines of one format, to the end or to where too many in a row made no sense.
    @inline(__always)
    private mutating func readRun(
        from start: Position, limit: Position, afterRecords body: (inout AttemptBatch) -> Void
    ) -> Position {
        // Held here, and no optional, so that no line costs a copy or a reference count.
        let format: any LogFormat = format ?? UnknownFormat()
        var scanner = scanner
        defer { self.scanner = scanner }
        var position = start
        while position < limit {
            guard let newline = memchr(position, 0x0A, limit - position) else {
                readUnfinished(UnsafeBufferPointer(start: position, count: limit - position), format, &scanner)
                if batch.count > 0 { body(&batch) }
                return limit
            }
            let close = Position(newline.assumingMemoryBound(to: UInt8.self))
            readLine(UnsafeBufferPointer(start: position, count: close - position), limit: limit, format, &scanner)
            if batch.count >= Self.portion { body(&batch) }
            position = close + 1
            if tally.unknownRun >= Self.unknownRunLimit, isToLook { break }
        }
        if batch.count > 0 { body(&batch) }
        return position
    }

    private mutating func detect(in bytes: UnsafeBufferPointer<UInt8>) {
        let finding = detector.finding(in: bytes)
        lineOfNextLook = 0
        if let found = finding.format, found.id != format?.id {
            use(found)
        } else if finding.isUndisputed {
            // All lines looked at are of the format that there is, or of none.
            lineOfNextLook = tally.counts.read + Int64(finding.lineCount)
        }
    }

    /// Whether so many lines in a row made no sense that the format is to be looked for.
    private var isToLook: Bool {
        isDetecting && tally.unknownRun >= Self.unknownRunLimit && tally.counts.read >= lineOfNextLook
    }

    /// A last line without its newline is copied, since the scanner needs one behind it.
    private mutating func readUnfinished(
        _ bytes: UnsafeBufferPointer<UInt8>, _ format: any LogFormat, _ scanner: inout JSONScanner?
    ) {
        let room = bytes.count + 32
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
        copy.initialize(repeating: 0x0A, count: room)
        if let start = bytes.baseAddress { copy.update(from: start, count: bytes.count) }
        // Records point into the copy, which therefore lives as long as the arena's memory does.
        let kept = arena.adopt(copy)
        readLine(UnsafeBufferPointer(start: kept, count: bytes.count), limit: kept + room, format, &scanner)
    }

    @inline(__always)
    private mutating func readLine(
        _ line: UnsafeBufferPointer<UInt8>, limit: Position, _ format: any LogFormat, _ scanner: inout JSONScanner?
    ) {
        tally.counts.read &+= 1
        if line.count > 2, line[0] == UInt8(ascii: "{"), scanner != nil {
            readObject(line, limit: limit, format, &scanner)
        } else {
            readOther(line, limit: limit, format, &scanner)
        }
    }

    @inline(__always)
    private mutating func readObject(
        _ line: UnsafeBufferPointer<UInt8>, limit: Position, _ format: any LogFormat, _ scanner: inout JSONScanner?
    ) {
        do throws(JSONDefect) {
            tally.note(try object(line, limit: limit, format, &scanner))
        } catch {
            tally.note(mended(line, format, &scanner) ?? .malformed(error.reason))
        }
    }

    /// What a line that is no JSON says once its format has mended it.
    private mutating func mended(
        _ line: UnsafeBufferPointer<UInt8>, _ format: any LogFormat, _ scanner: inout JSONScanner?
    ) -> LineVerdict? {
        guard let bytes = format.mended(LogText(line)) else { return nil }
        // With a newline behind the text and room for whole words to be read.
        let copy = arena.copy(bytes + [0x0A] + [UInt8](repeating: 0, count: 63)).bytes
        guard let start = copy.baseAddress else { return nil }
        do throws(JSONDefect) {
            let text = UnsafeBufferPointer(start: start, count: bytes.count)
            return try object(text, limit: start + bytes.count + 32, format, &scanner)
        } catch {
            return nil
        }
    }

    @inline(__always)
    private mutating func object(
        _ line: UnsafeBufferPointer<UInt8>, limit: Position, _ format: any LogFormat, _ scanner: inout JSONScanner?
    ) throws(JSONDefect) -> LineVerdict {
        try scanner?.scan(line, limit: limit)
        guard let found = scanner?.line(LogText(line)) else { return .ignored }
        return format.read(found, into: &batch)
    }

    /// A line that does not begin with a brace: an array, a line of text, or one with bytes in front of it.
    private mutating func readOther(
        _ line: UnsafeBufferPointer<UInt8>, limit: Position, _ format: any LogFormat, _ scanner: inout JSONScanner?
    ) {
        let text = LogText(line).withoutPreamble
        guard !text.isEmpty else { return tally.note(.ignored) }
        guard self.format != nil else { return tally.noteUnknown(brokenness(of: text)) }
        guard scanner != nil else {
            return tally.note(format.read(LogLine(text: text, arena: arena), into: &batch))
        }
        switch text.bytes[0] {
        case UInt8(ascii: "{"): readObject(text.bytes, limit: limit, format, &scanner)
        case UInt8(ascii: "["): readArray(text, limit: limit, format, &scanner)
        // Other programs write into the same file: start-up text, colours, tracebacks.
        default: tally.noteUnknown(.ignored)
        }
    }

    /// What to say of a line that no format knows: where it begins as JSON, what is wrong with that.
    private func brokenness(of text: LogText) -> LineVerdict {
        guard text.bytes.first == UInt8(ascii: "{") else { return .ignored }
        var cursor = JSONCursor(LogLine(text: text, arena: arena).brokenObject(in: text), arena: arena)
        do throws(JSONDefect) {
            while try cursor.next() != nil {}
            return .ignored
        } catch {
            return .malformed(error.reason)
        }
    }

    /// Reads the objects of an array, which count as one line.
    private mutating func readArray(
        _ text: LogText, limit: Position, _ format: any LogFormat, _ scanner: inout JSONScanner?
    ) {
        var position: Position = text.bytes.baseAddress ?? limit
        let start = position
        var verdict = LineVerdict.ignored
        do throws(JSONDefect) {
            let end = start + text.count
            let array = try JSONBytes.value(at: &position, end: end, limit: limit, depth: 0, arena: arena)
            guard position == end else { throw .trailingBytes }
            var cursor = JSONCursor(array, arena: arena)
            while let element = try cursor.next() {
                guard element.value.kind == .object else { continue }
                switch try object(element.value.raw.bytes, limit: limit, format, &scanner) {
                case .request: verdict = .request
                case .malformed(let reason): if case .ignored = verdict { verdict = .malformed(reason) }
                case .ignored, .unknown: break
                }
            }
        } catch {
            if case .ignored = verdict { verdict = .malformed(error.reason) }
        }
        tally.note(verdict)
    }
}
