/// The values that a format wants from each line: a slot number per field, and the paths that lead to it.
public struct JSONFieldTable: Sendable {
    /// The most slots, so that what a line has fits one word of bits.
    public static let slotLimit = 64

    /// The paths of each slot; the first one found in a line wins.
    public let paths: [[JSONPath]]
    /// Top-level keys of large values that nothing is wanted from, such as `messages`.
    ///
    /// A line that has all it is wanted for before such a value, or behind it, is not read through it.
    public let bulk: [String]
    /// Slots without which a line is always read to its end; see ``bulk``.
    public let required: UInt64

    /// Creates a table from the cases of an enumeration whose raw values number the slots.
    public init<Field: JSONField>(_ field: Field.Type, bulk: [String] = [], required: [Field] = []) {
        var paths = [[JSONPath]](repeating: [], count: (Field.allCases.map(\.rawValue).max() ?? -1) + 1)
        for field in Field.allCases { paths[field.rawValue] = field.paths }
        self.init(
            paths: paths, bulk: bulk,
            required: required.reduce(0) { $0 | (1 << UInt64($1.rawValue)) })
    }

    /// Creates a table from paths by slot; those beyond ``slotLimit`` are not wanted.
    public init(paths: [[JSONPath]], bulk: [String] = [], required: UInt64 = 0) {
        self.paths = Array(paths.prefix(Self.slotLimit))
        self.bulk = bulk
        self.required = required
    }
}

/// The fields that a format wants, as an enumeration with a slot number for raw value.
///
/// ```swift
/// private enum Field: Int, JSONField {
///     case model, status
///     var path: JSONPath {
///         switch self {
///         case .model: "request.model"
///         case .status: "status"
///         }
///     }
/// }
/// ```
public protocol JSONField: RawRepresentable<Int>, CaseIterable, Sendable {
    /// Where the value is.
    var path: JSONPath { get }
    /// All places where the value may be, tried together; the first in the line wins.
    var paths: [JSONPath] { get }
}

extension JSONField {
    /// The one place.
    public var paths: [JSONPath] { [path] }
}
