import CYAML

/// Reads a YAML text into nodes through libyaml's events.
///
/// Events rather than libyaml's own documents: so depth and number are bounded while reading, and aliases, with which a few
/// lines can stand for millions of values, are refused where they stand.
struct YAMLReader: ~Copyable {
    /// The largest text, in bytes.
    static let sizeLimit = 1 << 20
    /// Mappings and lists inside one another.
    static let depthLimit = 64
    /// Values of one text.
    static let nodeLimit = 50_000

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let problems: ProblemCollector
    private var nodes = 0

    /// Reads the single document of `bytes`.
    ///
    /// - Returns: `nil` when the text is empty or cannot be read; then a problem says why.
    static func read(_ bytes: [UInt8], problems: ProblemCollector) -> YAMLNode? {
        guard bytes.count <= sizeLimit else {
            problems.error("the text has \(bytes.count) bytes; at most \(sizeLimit) are read", at: .start)
            return nil
        }
        // libyaml skips a byte order mark only where it guesses the encoding.
        let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes[3...] : bytes[...]
        return text.withUnsafeBufferPointer { buffer in
            var reader = YAMLReader(problems: problems)
            yaml_parser_set_encoding(reader.parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(reader.parser, buffer.baseAddress, buffer.count)
            return reader.document(bytes: buffer)
        }
    }

    private init(problems: ProblemCollector) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        self.problems = problems
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    private mutating func document(bytes: UnsafeBufferPointer<UInt8>) -> YAMLNode? {
        do throws(Stop) {
            var root: YAMLNode?
            while true {
                let event = try next(bytes)
                switch event.kind {
                case .other: continue
                case .end: return root
                case .sequenceEnd, .mappingEnd: throw Stop()
                case .scalar, .sequenceStart, .mappingStart:
                    if root != nil {
                        problems.error("a second document (---); a configuration is a single one", at: event.mark)
                        throw Stop()
                    }
                    root = try node(from: event, depth: 1, bytes)
                }
            }
        } catch {
            return nil
        }
    }

    private mutating func node(
        from event: Event, depth: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(Stop) -> YAMLNode {
        nodes += 1
        guard nodes <= Self.nodeLimit, depth <= Self.depthLimit else {
            problems.error(
                depth > Self.depthLimit
                    ? "nested deeper than \(Self.depthLimit) levels" : "more than \(Self.nodeLimit) values",
                at: event.mark)
            throw Stop()
        }
        switch event.kind {
        case .scalar(let text, let isPlain):
            return YAMLNode(content: .scalar(text, isPlain: isPlain), mark: event.mark)
        case .sequenceStart:
            var items: [YAMLNode] = []
            while true {
                let inner = try next(bytes)
                if case .sequenceEnd = inner.kind { break }
                items.append(try node(from: inner, depth: depth + 1, bytes))
            }
            return YAMLNode(content: .sequence(items), mark: event.mark)
        case .mappingStart:
            return YAMLNode(content: .mapping(try entries(depth: depth, bytes)), mark: event.mark)
        case .sequenceEnd, .mappingEnd, .end, .other:
            throw Stop()
        }
    }

    private mutating func entries(
        depth: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(Stop) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try next(bytes)
            if case .mappingEnd = event.kind { return entries }
            let key = try node(from: event, depth: depth + 1, bytes)
            let value = try node(from: try next(bytes), depth: depth + 1, bytes)
            guard case .scalar(let name, _) = key.content, !key.isNull else {
                problems.error("found \(key.kind) as a key; a key is a word", at: key.mark)
                continue
            }
            if let line = lines[name] {
                problems.error("\(OutsideText.quoted(name)) is here twice; it is already in line \(line)", at: key.mark)
                continue
            }
            lines[name] = key.mark.line
            entries.append(YAMLNode.Entry(key: name, keyMark: key.mark, value: value))
        }
    }
}

extension YAMLReader {
    /// Reading cannot go on; the reason is among the problems.
    private struct Stop: Error {}

    private struct Event {
        enum Kind {
            case scalar(String, isPlain: Bool)
            case sequenceStart
            case sequenceEnd
            case mappingStart
            case mappingEnd
            case end
            case other
        }

        let kind: Kind
        let mark: TextMark
    }

    private mutating func next(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) != 0 else {
            reportSyntax(bytes)
            throw Stop()
        }
        defer { yaml_event_delete(&event) }
        let mark = TextMark(event.start_mark)
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try refuseTag(scalar.tag, at: mark)
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return Event(kind: .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE), mark: mark)
        case YAML_SEQUENCE_START_EVENT:
            try refuseTag(event.data.sequence_start.tag, at: mark)
            return Event(kind: .sequenceStart, mark: mark)
        case YAML_MAPPING_START_EVENT:
            try refuseTag(event.data.mapping_start.tag, at: mark)
            return Event(kind: .mappingStart, mark: mark)
        case YAML_ALIAS_EVENT:
            problems.error("an alias (*name); aliases are not read, write the value out", at: mark)
            throw Stop()
        case YAML_SEQUENCE_END_EVENT: return Event(kind: .sequenceEnd, mark: mark)
        case YAML_MAPPING_END_EVENT: return Event(kind: .mappingEnd, mark: mark)
        case YAML_STREAM_END_EVENT: return Event(kind: .end, mark: mark)
        default: return Event(kind: .other, mark: mark)
        }
    }

    private func refuseTag(_ tag: UnsafeMutablePointer<yaml_char_t>?, at mark: TextMark) throws(Stop) {
        guard tag != nil else { return }
        problems.error("a tag (!name); tags are not read, write the plain value", at: mark)
        throw Stop()
    }

    private func reportSyntax(_ bytes: UnsafeBufferPointer<UInt8>) {
        let what = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
        if parser.pointee.error == YAML_READER_ERROR {
            let mark = TextMark(of: parser.pointee.problem_offset, in: bytes)
            problems.error("not text that YAML allows: \(what); save the file as UTF-8", at: mark)
            return
        }
        // At the end of the text libyaml counts one line too many.
        let mark = min(TextMark(parser.pointee.problem_mark), TextMark(of: bytes.count, in: bytes))
        if mark.isAt(UInt8(ascii: "\t"), in: bytes) {
            problems.error("a tab; YAML is indented with spaces", at: mark)
            return
        }
        let context = parser.pointee.context.map { " \(String(cString: $0))" } ?? ""
        let from = parser.pointee.context == nil ? "" : " that begins in line \(parser.pointee.context_mark.line + 1)"
        problems.error("not YAML: \(what)\(context)\(from)", at: mark)
    }
}

extension TextMark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }

    /// Whether the character here is `byte`, an ASCII one.
    fileprivate func isAt(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let lines = bytes.split(separator: 0x0a, maxSplits: line, omittingEmptySubsequences: false)
        guard line <= lines.count else { return false }
        var left = column
        for candidate in lines[line - 1] where candidate & 0xc0 != 0x80 {
            left -= 1
            if left == 0 { return candidate == byte }
        }
        return false
    }

    /// The place of a byte.
    fileprivate init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0a } + 1
        let start = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        // Continuation bytes belong to the character before them.
        self.init(line: line, column: before[start...].count { $0 & 0xc0 != 0x80 } + 1)
    }
}
