public import InfermonModel

/// The energy that one GPU used in an hour.
public struct GPUEnergy: Hashable, Sendable {
    /// The start of the hour, UTC.
    public var start: Timestamp
    /// The board.
    public var uuid: String
    /// The energy, in millijoules.
    public var millijoules: Int64
    /// Whether it was integrated from power rather than read from the board's counter.
    public var isEstimated: Bool

    /// Creates an amount of energy.
    public init(start: Timestamp, uuid: String, millijoules: Int64, isEstimated: Bool) {
        self.start = start
        self.uuid = uuid
        self.millijoules = millijoules
        self.isEstimated = isEstimated
    }
}

extension Store {
    /// Adds energy to its hours.
    public func add(_ energy: [GPUEnergy]) throws(StoreError) {
        try write { connection throws(StoreError) in
            for part in energy {
                try connection.run(
                    """
                    INSERT INTO gpu_energy VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET millijoules = millijoules + excluded.millijoules
                    """,
                    [
                        .integer(part.start.floored(to: .hours(1)).seconds), .text(part.uuid),
                        .integer(part.millijoules),
                        .integer(part.isEstimated ? 1 : 0),
                    ])
            }
        }
    }

    /// The energy of the hours that start in `from..<to`, oldest first.
    public func energy(from: Timestamp, to: Timestamp) throws(StoreError) -> [GPUEnergy] {
        var energy: [GPUEnergy] = []
        try withConnection { connection throws(StoreError) in
            try connection.run(
                "SELECT start, uuid, millijoules, is_estimated FROM gpu_energy WHERE start >= ? AND start < ? ORDER BY start, uuid",
                [.integer(from.seconds), .integer(to.seconds)]
            ) {
                energy.append(
                    GPUEnergy(
                        start: Timestamp(seconds: $0.integer(0)), uuid: $0.text(1), millijoules: $0.integer(2),
                        isEstimated: $0.integer(3) == 1))
            }
        }
        return energy
    }
}
