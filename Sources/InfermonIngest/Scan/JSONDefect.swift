/// Why a line is no JSON object that can be used.
enum JSONDefect: Error, Equatable {
    case noObject
    case endsEarly
    case unexpectedByte
    case tooDeep
    case trailingBytes

    /// The rest of a sentence that begins with the file and the line.
    var reason: StaticString {
        switch self {
        case .noObject: "no JSON object"
        case .endsEarly: "the JSON object ends early"
        case .unexpectedByte: "a byte where JSON allows none"
        case .tooDeep: "JSON nested more than 64 deep"
        case .trailingBytes: "more bytes after the JSON object"
        }
    }
}
