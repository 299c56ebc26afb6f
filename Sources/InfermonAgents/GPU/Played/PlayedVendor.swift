import InfermonModel

/// The boards of the demo.
enum PlayedVendor: GPUVendor {
    static let id = "played"

    static func open(_ options: GPUProbeOptions) throws(GPUProblem) -> any GPUSession {
        guard let script = options.played else { throw .nothingPlayed }
        return PlayedSession(script)
    }
}

/// Plays four A100 80GB: what each says follows from the instant alone.
final class PlayedSession: GPUSession {
    private let script: PlayedGPUs

    /// The share of the mean load that each board carries: tensor parallelism is never quite even.
    private static let shares = [1.03, 0.98, 1.08, 0.94]
    private static let total: Int64 = 85_899_345_920

    init(_ script: PlayedGPUs) {
        self.script = script
    }

    func sweep(at now: Timestamp) throws(GPUProblem) -> GPUSweep {
        let elapsed = now - script.start
        return GPUSweep(gpus: Self.shares.indices.map { board($0, elapsed, now) }, driverVersion: "550.54.15")
    }

    private func board(_ index: Int, _ elapsed: TimeSpan, _ now: Timestamp) -> GPUStatus {
        var status = GPUStatus(
            uuid: "GPU-de300000-0000-4000-8000-00000000000\(index)", index: index, name: "NVIDIA A100-SXM4-80GB",
            reading: .waiting)
        if index == Self.shares.count - 1, let lostAfter = script.lostAfter, elapsed >= lostAfter {
            let code = NVMLCode.gpuIsLost
            status.xid = 79
            status.lostSince = script.start + lostAfter
            status.reading = .unavailable(reason: "\(code.name) (\(code), Xid 79): \(code.advice)")
        } else {
            status.reading = .current(sample(index, elapsed), at: now)
        }
        return status
    }

    private func sample(_ index: Int, _ elapsed: TimeSpan) -> GPUSample {
        let isHot = index == 2 && (script.hotAfter.map { elapsed >= $0 } ?? false)
        let busy = min(1, max(0, script.load(after: elapsed) * Self.shares[index] + wobble(index, elapsed)))
        let limit = 400.0
        let watts = min(limit, 62 + 348 * busy + 10 * wobble(index + 7, elapsed))
        let used = Double(Self.total) * (0.80 + 0.03 * Double(index) + 0.02 * busy)
        return GPUSample(
            utilization: .value(busy), memoryUsedBytes: .value(Int64(used)), memoryTotalBytes: .value(Self.total),
            excludesReservedMemory: true, powerWatts: .value((watts * 1_000).rounded() / 1_000),
            powerLimitWatts: .value(limit),
            temperatureCelsius: .value(Int(38 + 30 * busy) + index + (isHot ? 17 : 0)), slowdownCelsius: .value(89),
            clockMegahertz: .value(isHot ? 1_095 : 1_410),
            throttle: .value(isHot ? .softwareThermal : busy < 0.02 ? .idle : []),
            // A counter must never fall, so it runs at the mean power.
            energyMillijoules: .value(max(0, elapsed.microseconds / 1_000 * 300)))
    }

    /// A small deviation that changes every two seconds and is the same each time it is asked for, -0.04…0.04.
    private func wobble(_ index: Int, _ elapsed: TimeSpan) -> Double {
        var bits = UInt64(bitPattern: elapsed.microseconds / 2_000_000) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(index)
        bits = (bits ^ (bits >> 31)) &* 0xBF58_476D_1CE4_E5B9
        return Double(bits >> 40) / Double(1 << 24) * 0.08 - 0.04
    }
}
