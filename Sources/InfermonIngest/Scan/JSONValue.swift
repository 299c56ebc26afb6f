public import InfermonRollup

/// A value of a line, as bytes and, for numbers, as digits: plain, and cheap to throw away.
public struct JSONValue: Sendable {
    /// What the value is.
    public enum Kind: UInt8, Sendable {
        /// Not in the line.
        case missing
        /// `null`, or a number that is none, such as `NaN`.
        case null
        /// `true`.
        case yes
        /// `false`.
        case no
        /// A number.
        case number
        /// A string.
        case string
        /// An object.
        case object
        /// An array.
        case array
    }

    /// What the value is.
    public var kind: Kind
    /// Whether ``mantissa`` and ``exponent`` do not hold the whole number: over 19 digits, or an exponent.
    var needsDigits = false
    var isNegative = false
    /// The power of ten of a number's last digit.
    var exponent: Int16 = 0
    /// The bytes: of a string without its quotes and escapes, of anything else as written.
    public var raw: LogText
    /// The digits of a number.
    var mantissa: UInt64 = 0

    /// Creates a value.
    init(_ kind: Kind, raw: LogText = .empty) {
        self.kind = kind
        self.raw = raw
    }

    /// Creates a number of at most 19 digits.
    @inline(__always)
    init(mantissa: UInt64, exponent: Int16, isNegative: Bool, raw: LogText) {
        kind = .number
        self.isNegative = isNegative
        self.exponent = exponent
        self.raw = raw
        self.mantissa = mantissa
    }

    /// A value that is not there.
    public static var missing: JSONValue { JSONValue(.missing) }

    /// Whether the line has the value, and it is not `null`.
    public var isPresent: Bool { kind != .missing && kind != .null }

    /// The bytes of a non-empty string.
    public var text: LogText? { kind == .string && raw.count > 0 ? raw : nil }

    /// The bytes of a string, empty where there is none: for fields of ``AttemptRecord``.
    public var textOrEmpty: LogText { kind == .string ? raw : .empty }

    /// The same, with the words that stand for nothing somewhere taken as nothing: `-`, `None`, `null`.
    @inline(__always)
    public var name: LogText {
        guard kind == .string else { return .empty }
        return raw.count > 4 ? raw : shortName
    }

    private var shortName: LogText {
        if raw == "-" || raw == "None" || raw == "null" { return .empty }
        return raw
    }

    /// The string's or the number's bytes, empty for anything else.
    @inline(__always)
    public var textOrDigits: LogText { kind == .string || kind == .number ? raw : .empty }

    /// A truth value: `true`, `false`, or a string or number that means one.
    @inline(__always)
    public var bool: Bool? {
        switch kind {
        case .yes: true
        case .no: false
        case .missing, .null, .object, .array: nil
        case .string, .number: spelledBool
        }
    }

    private var spelledBool: Bool? {
        switch kind {
        case .string:
            if raw.isEqualIgnoringCase("true") || raw == "1" {
                true
            } else if raw.isEqualIgnoringCase("false") || raw == "0" {
                false
            } else {
                nil
            }
        case .number: raw == "1" ? true : raw == "0" ? false : nil
        case .missing, .null, .yes, .no, .object, .array: nil
        }
    }
}
