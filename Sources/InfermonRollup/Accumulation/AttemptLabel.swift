/// One tag, header or metadata value of an attempt, for the rules that attribute it to a scenario.
///
/// Labels live as long as the record they belong to; none is stored.
public struct AttemptLabel: Sendable {
    /// What the label is.
    public enum Kind: UInt8, Sendable {
        /// A tag; it has no name.
        case tag
        /// A request header; the name is lower-case.
        case header
        /// A metadata value.
        case meta
    }

    /// What the label is.
    public var kind: Kind
    /// The header's or the value's name; empty for tags.
    public var name: LogText
    /// The value.
    public var value: LogText
    /// The address of the next label of the record; 0 after the last.
    @usableFromInline var next: UInt

    /// Creates a label in front of `rest`.
    @inlinable
    public init(kind: Kind, name: LogText, value: LogText, before rest: AttemptLabels) {
        self.kind = kind
        self.name = name
        self.value = value
        next = rest.first
    }
}

/// The labels of one record, the last added first.
///
/// A list through addresses of memory that the decoder owns, so that a record stays a plain value that copies as bytes.
public struct AttemptLabels: Sequence, Sendable {
    @usableFromInline var first: UInt

    /// No labels.
    @inlinable
    public static var none: AttemptLabels { AttemptLabels(first: 0) }

    @inlinable
    init(first: UInt) {
        self.first = first
    }

    /// The list that begins with `label`, which must outlive it.
    @inlinable
    public init(_ label: UnsafePointer<AttemptLabel>) {
        first = UInt(bitPattern: label)
    }

    /// Whether there are no labels.
    public var isEmpty: Bool { first == 0 }

    /// Walks the labels.
    public func makeIterator() -> Iterator { Iterator(address: first) }

    /// Walks the labels of one record.
    public struct Iterator: IteratorProtocol {
        fileprivate var address: UInt

        /// The next label.
        public mutating func next() -> AttemptLabel? {
            guard let pointer = UnsafePointer<AttemptLabel>(bitPattern: address) else { return nil }
            address = pointer.pointee.next
            return pointer.pointee
        }
    }
}
