import InfermonModel

/// Every vendor's boards in one list; a vendor that does not open is tried again ever more rarely.
struct ProbedBoards {
    private var vendors: [Vendor]
    private let options: GPUProbeOptions

    private struct Vendor {
        let type: any GPUVendor.Type
        var session: (any GPUSession)?
        var problem: GPUProblem?
        var retry = RetryCount()
    }

    init(_ options: GPUProbeOptions) {
        self.options = options
        vendors = options.vendors.map { Vendor(type: $0) }
    }

    /// One sweep over all vendors; the problem is the first vendor's when none has boards.
    mutating func observe(at now: Timestamp) -> GPUObservation {
        var observation = GPUObservation(at: now, gpus: [])
        for index in vendors.indices {
            guard let sweep = sweep(&vendors[index], now) else { continue }
            observation.gpus += sweep.gpus
            observation.driverVersion = observation.driverVersion ?? sweep.driverVersion
        }
        if observation.gpus.isEmpty { observation.problem = vendors.lazy.compactMap(\.problem).first?.description }
        return observation
    }

    private func sweep(_ vendor: inout Vendor, _ now: Timestamp) -> GPUSweep? {
        if vendor.problem != nil, !vendor.retry.isDue() { return nil }
        do throws(GPUProblem) {
            let session = if let open = vendor.session { open } else { try vendor.type.open(options) }
            vendor.session = session
            let sweep = try session.sweep(at: now)
            vendor.problem = nil
            vendor.retry = RetryCount()
            return sweep
        } catch {
            vendor.problem = error
            vendor.session = nil
            return nil
        }
    }
}
