/// How long requests took: exact for few, a log-linear histogram for many; mergeable.
///
/// Below ``exactLimit`` values each is kept, so percentiles are exact. From there on, or from a third value if one is over 71
/// minutes, values fall into buckets of 32 per octave, whose middle is within 1.6 % of every value inside; sums and extremes stay exact.
/// HdrHistogram answers the same questions 65 times slower; an array of counters is what a screen that asks for hundreds of
/// percentiles a second needs. Of it there are only the octaves from the least value to the greatest: thousands of series then fit
/// a cache.
public struct LatencyHistogram: Hashable, Sendable {
    /// Fewer values than this are kept one by one, as long as none of more than two is over 71 minutes.
    public static let exactLimit = 200

    @usableFromInline static var subBucketBits: Int { 5 }
    /// Values above 2⁴⁰ µs (12 days) share the last bucket.
    @usableFromInline static var bucketCount: Int { (40 - subBucketBits + 1) << subBucketBits }

    /// The number of values.
    public private(set) var count: Int64 = 0
    /// The sum of the values in microseconds.
    public private(set) var sumMicroseconds: Int64 = 0
    /// The least and the greatest value; more and less than any without values.
    private var least = Int64.max
    private var greatest: Int64 = -1

    /// The values one by one, from the third on, or counters of the octaves that they span: of one or two values the extremes are the
    /// values, and most rollups of a minute hold no more.
    @usableFromInline var cells: [UInt32] = []
    /// The bucket that the first of ``cells`` counts; negative while they are values.
    @usableFromInline var firstBucket = -1

    private var isExact: Bool { firstBucket < 0 }
    /// Whether ``least`` and ``greatest`` are all values.
    private var isPair: Bool { count <= 2 && isExact }

    /// Creates a histogram without values.
    public init() {}

    /// Where the array's header and the cell of a value are, for who has them fetched before the value is recorded: no more than a
    /// hint, since the layout of arrays is nobody's promise; `nil` where there is none yet.
    ///
    /// Changes nothing: of what is read alone a copy would be made.
    @inlinable @inline(__always)
    public mutating func memory(ofMicroseconds value: Int64) -> (header: UnsafeRawPointer, cell: UnsafeRawPointer)? {
        cells.withUnsafeBufferPointer { cells in
            guard firstBucket >= 0 || count > 2, let first = cells.baseAddress else { return nil }
            let cell = firstBucket < 0 ? Int(truncatingIfNeeded: count) : Self.bucket(of: max(0, value)) &- firstBucket
            return (UnsafeRawPointer(first) - 16, UnsafeRawPointer(first + cell))
        }
    }

    /// The least value in microseconds; `nil` without values.
    public var minimumMicroseconds: Int64? { count > 0 ? least : nil }
    /// The greatest value in microseconds; `nil` without values.
    public var maximumMicroseconds: Int64? { count > 0 ? greatest : nil }

    /// Adds one value.
    ///
    /// - Parameter microseconds: Not negative; a negative value counts as zero.
    public mutating func record(microseconds: Int64) {
        let value = max(0, microseconds)
        if count == 2, isExact { keepPair() }
        count += 1
        sumMicroseconds &+= value
        if value < least { least = value }
        if value > greatest { greatest = value }
        if !isPair { keep(value) }
    }

    @inline(__always)
    private mutating func keep(_ value: Int64) {
        if isExact, let value = UInt32(exactly: value) {
            cells.append(value)
            if cells.count >= Self.exactLimit { spill() }
        } else {
            if isExact { spill() }
            countInBuckets(value)
        }
    }

    /// Puts one or two values where a third can follow.
    private mutating func keepPair() {
        // As much as an allocation costs: growing to that from one takes four more.
        cells.reserveCapacity(24)
        keep(least)
        if count == 2 { keep(greatest) }
    }

    /// Adds all values of `other`; O(buckets), or O(values) for few, O(1) to a histogram without values.
    public mutating func merge(_ other: LatencyHistogram) {
        guard other.count > 0 else { return }
        // The arrays are then shared until one side changes.
        guard count > 0 else {
            self = other
            return
        }
        if other.isPair {
            record(microseconds: other.least)
            if other.count == 2 { record(microseconds: other.greatest) }
            return
        }
        if isPair { keepPair() }
        if isExact, other.isExact {
            cells.append(contentsOf: other.cells)
            if cells.count >= Self.exactLimit { spill() }
        } else {
            if isExact { spill() }
            if other.isExact {
                countInBuckets(other.cells)
            } else {
                reach(other.firstBucket, other.firstBucket + other.cells.count - 1)
                let shift = other.firstBucket - firstBucket
                // Without a check of each index the compiler adds many at once.
                cells.withUnsafeMutableBufferPointer { own in
                    other.cells.withUnsafeBufferPointer { others in
                        for index in others.indices { own[shift + index] &+= others[index] }
                    }
                }
            }
        }
        count += other.count
        sumMicroseconds &+= other.sumMicroseconds
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
    }

    /// The mean; `nil` without values.
    public var mean: TimeSpan? {
        count > 0 ? Self.span(Double(sumMicroseconds) / Double(count)) : nil
    }

    /// The mean in milliseconds, with its fraction; `nil` without values.
    public var meanMilliseconds: Double? {
        count > 0 ? Double(sumMicroseconds) / Double(count) / 1_000 : nil
    }

    /// The greatest value; `nil` without values.
    public var maximum: TimeSpan? { maximumMicroseconds.map(TimeSpan.init(microseconds:)) }

    /// The value below which the share `quantile`, 0…1, of the values lies, in milliseconds; `nil` without values.
    ///
    /// Between the closest ranks it is interpolated linearly.
    public func percentileMilliseconds(_ quantile: Double) -> Double? {
        percentilesMicroseconds([quantile])[0].map { $0 / 1_000 }
    }

    /// The same as ``percentileMilliseconds(_:)`` for several shares, in less time than one by one.
    public func percentilesMilliseconds(_ quantiles: [Double]) -> [Double?] {
        percentilesMicroseconds(quantiles).map { value in value.map { $0 / 1_000 } }
    }

    /// The same as ``percentileMilliseconds(_:)`` as a span, rounded to the microsecond.
    public func percentile(_ quantile: Double) -> TimeSpan? { percentiles([quantile])[0] }

    /// The same as ``percentile(_:)`` for several shares, in less time than one by one.
    public func percentiles(_ quantiles: [Double]) -> [TimeSpan?] {
        percentilesMicroseconds(quantiles).map { $0.map(Self.span) }
    }

    /// The greatest `Int64` has no `Double` of its own: the nearest one is too large to be converted back.
    private static func span(_ microseconds: Double) -> TimeSpan {
        TimeSpan(microseconds: Int64(exactly: microseconds.rounded()) ?? .max)
    }

    /// The number of values above `bound`, to the accuracy of a bucket when values are many.
    public func count(above bound: TimeSpan) -> Int64 {
        if isPair { return [least, greatest].prefix(Int(count)).reduce(0) { $0 + ($1 > bound.microseconds ? 1 : 0) } }
        if isExact { return Int64(cells.lazy.filter { $0 > bound.microseconds }.count) }
        let first = Self.bucket(of: max(0, bound.microseconds)) + 1
        return cells.dropFirst(max(0, first - firstBucket)).reduce(0) { $0 + Int64($1) }
    }

    private func percentilesMicroseconds(_ quantiles: [Double]) -> [Double?] {
        guard count > 0 else { return quantiles.map { _ in nil } }
        let sorted = isExact ? cells.sorted() : []
        return quantiles.map { quantile in
            let rank = min(max(quantile, 0), 1) * Double(count - 1)
            let lower = Int64(rank)
            let fraction = rank - Double(lower)
            let low = value(ofRank: lower, sorted: sorted)
            return fraction > 0 ? low + (value(ofRank: lower + 1, sorted: sorted) - low) * fraction : low
        }
    }

    /// The value of a rank counted from zero: itself, or the middle of its bucket within the extremes.
    private func value(ofRank rank: Int64, sorted: [UInt32]) -> Double {
        if isPair { return Double(rank == 0 ? least : greatest) }
        guard isExact else {
            return min(max(middle(ofRank: rank), Double(least)), Double(greatest))
        }
        return Double(sorted[Int(rank)])
    }

    /// The middle of the bucket that holds the value of a rank counted from zero.
    private func middle(ofRank rank: Int64) -> Double {
        if rank == 0 { return Double(least) }
        if rank >= count - 1 { return Double(greatest) }
        var seen: Int64 = 0
        for index in cells.indices where cells[index] > 0 {
            seen += Int64(cells[index])
            if seen > rank {
                let bucket = firstBucket + index
                return Double(Self.lowerBound(of: bucket)) + Double(Self.width(of: bucket) - 1) / 2
            }
        }
        return Double(greatest)
    }

    private mutating func spill() {
        let values = cells
        cells = []
        firstBucket = 0
        countInBuckets(values)
    }

    private mutating func countInBuckets(_ values: [UInt32]) {
        guard let least = values.min(), let greatest = values.max() else { return }
        reach(Self.bucket(of: Int64(least)), Self.bucket(of: Int64(greatest)))
        let first = firstBucket
        cells.withUnsafeMutableBufferPointer { cells in
            for value in values { cells[Self.bucket(of: Int64(value)) - first] &+= 1 }
        }
    }

    private mutating func countInBuckets(_ value: Int64) {
        let bucket = Self.bucket(of: value)
        if bucket < firstBucket || bucket - firstBucket >= cells.count { reach(bucket, bucket) }
        cells[bucket - firstBucket] &+= 1
    }

    /// Makes room for the octaves from one bucket to another.
    private mutating func reach(_ low: Int, _ high: Int) {
        let octave = 1 << Self.subBucketBits
        let start = min(cells.isEmpty ? .max : firstBucket, low & ~(octave - 1))
        let end = max(firstBucket + cells.count, high & ~(octave - 1) + octave)
        guard end - start > cells.count else { return }
        var wider = [UInt32](repeating: 0, count: end - start)
        for index in cells.indices { wider[firstBucket - start + index] = cells[index] }
        cells = wider
        firstBucket = start
    }

    @inlinable
    static func bucket(of value: Int64) -> Int {
        if value < 1 << subBucketBits { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        let index =
            ((exponent - subBucketBits + 1) << subBucketBits)
            + Int((value >> Int64(exponent - subBucketBits)) & ((1 << subBucketBits) - 1))
        return min(index, bucketCount - 1)
    }

    static func lowerBound(of index: Int) -> Int64 {
        if index < 1 << subBucketBits { return Int64(index) }
        let octave = index >> subBucketBits
        let within = Int64(index & ((1 << subBucketBits) - 1))
        return ((1 << Int64(subBucketBits)) + within) << Int64(octave - 1)
    }

    static func width(of index: Int) -> Int64 {
        index < 2 << subBucketBits ? 1 : 1 << Int64((index >> subBucketBits) - 1)
    }
}

extension LatencyHistogram {
    /// The values as bytes for the store: variable-length integers, empty buckets run-length coded.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ value: UInt64) {
            var rest = value
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        guard count > 0 else { return [] }
        append(UInt64(count))
        append(UInt64(bitPattern: sumMicroseconds))
        append(UInt64(minimumMicroseconds ?? 0))
        append(UInt64(maximumMicroseconds ?? 0))
        append(isExact ? 0 : 1)
        if isExact {
            if isPair {
                append(UInt64(least))
                if count == 2 { append(UInt64(greatest)) }
            } else {
                for value in cells { append(UInt64(value)) }
            }
        } else {
            var skipped = UInt64(firstBucket)
            for bucket in cells {
                if bucket == 0 {
                    skipped += 1
                } else {
                    append(skipped)
                    append(UInt64(bucket))
                    skipped = 0
                }
            }
        }
        return bytes
    }

    /// Reads what ``encoded`` wrote.
    ///
    /// - Returns: `nil` when the bytes are no such encoding; every count and position is checked.
    public init?(encoded bytes: some Sequence<UInt8>) {
        self.init()
        var numbers: [UInt64] = []
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for byte in bytes {
            guard shift < 64 else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 {
                numbers.append(value)
                value = 0
                shift = 0
            } else {
                shift += 7
            }
        }
        guard shift == 0 else { return nil }
        if numbers.isEmpty { return }
        guard numbers.count >= 5, let total = Int64(exactly: numbers[0]), total > 0,
            let least = Int64(exactly: numbers[2]), let greatest = Int64(exactly: numbers[3])
        else { return nil }
        let rest = numbers[5...]
        if numbers[4] == 0 {
            let values = rest.compactMap(Int64.init(exactly:))
            guard values.count == rest.count, Int64(values.count) == total, values.count < Self.exactLimit else {
                return nil
            }
            let cells = values.compactMap(UInt32.init(exactly:))
            if values.count <= 2 {
                guard least == values.min(), greatest == values.max() else { return nil }
            } else if cells.count == values.count {
                self.cells = cells
            } else {
                firstBucket = 0
                for value in values { countInBuckets(value) }
            }
        } else {
            guard numbers[4] == 1, rest.count.isMultiple(of: 2) else { return nil }
            firstBucket = 0
            var index = 0
            var seen: Int64 = 0
            for pair in stride(from: rest.startIndex, to: rest.endIndex, by: 2) {
                guard rest[pair] < UInt64(Self.bucketCount), let inside = UInt32(exactly: rest[pair + 1]) else {
                    return nil
                }
                index += Int(rest[pair])
                guard index < Self.bucketCount else { return nil }
                if inside > 0 {
                    reach(index, index)
                    cells[index - firstBucket] = inside
                }
                seen += Int64(inside)
                index += 1
            }
            guard seen == total else { return nil }
        }
        count = total
        sumMicroseconds = Int64(bitPattern: numbers[1])
        self.least = least
        self.greatest = greatest
    }
}
