import InfermonCost
import InfermonModel
import InfermonStore
import Synchronization

/// Keeps the GPUs' energy in the store, once a minute: a crash loses less than a minute of it, which nothing can be asked for again.
final class EnergyRecorder: Sendable {
    private static let interval = TimeSpan.minutes(1)

    private let store: Store?
    private let pipeline: LivePipeline
    private let savedAt: Mutex<Timestamp?> = Mutex(nil)

    /// Creates a recorder.
    ///
    /// - Parameters:
    ///   - store: Where to; `nil` to keep nothing.
    ///   - pipeline: Where the energy is added up.
    init(store: Store?, pipeline: LivePipeline) {
        self.store = store
        self.pipeline = pipeline
    }

    /// Writes when it is time; blocks while the disk answers, on the GPU agent's own thread.
    func record(at now: Timestamp) {
        let isDue = savedAt.withLock { saved in
            if let known = saved, now >= known, now - known < Self.interval { return false }
            defer { saved = now }
            return saved != nil
        }
        if isDue { finish() }
    }

    /// Writes what is left.
    func finish() {
        guard let store else { return }
        let parts = pipeline.takeFreshEnergy()
        guard !parts.isEmpty else { return }
        do {
            try store.addEnergy(
                parts.map { part in
                    EnergyRecord(
                        start: part.hour, uuid: part.uuid,
                        millijoules: Int64(exactly: part.millijoules.rounded()) ?? .max,
                        isEstimated: part.isEstimated, watched: part.watched, busy: part.busy)
                })
            pipeline.accept(problem: nil, of: .energy)
        } catch {
            pipeline.giveBack(parts)
            pipeline.accept(problem: "\(error)", of: .energy)
        }
    }
}

extension EnergyHours {
    /// Takes in what a store kept.
    mutating func restore(_ records: [EnergyRecord]) {
        restore(
            records.map { record in
                EnergyPart(
                    hour: record.start, uuid: record.uuid, millijoules: Double(record.millijoules),
                    isEstimated: record.isEstimated, watched: record.watched, busy: record.busy)
            })
    }
}
