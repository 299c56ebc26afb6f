import InfermonModel

/// A maker of GPUs: opens its driver's library.
///
/// A vendor runs in the probe's process only, so its calls may block or crash without the screen noticing.
protocol GPUVendor: Sendable {
    /// The name in options, such as `nvidia`.
    static var id: String { get }

    /// Opens the driver.
    static func open(_ options: GPUProbeOptions) throws(GPUProblem) -> any GPUSession
}

/// An open driver; it keeps what it knows of each board between sweeps.
protocol GPUSession: AnyObject {
    /// Looks at every board once.
    ///
    /// A board that fails is part of the sweep, with its reason; only a driver that fails as a whole throws.
    func sweep(at now: Timestamp) throws(GPUProblem) -> GPUSweep
}

/// What a vendor's driver said in one sweep.
struct GPUSweep {
    var gpus: [GPUStatus]
    var driverVersion: String?
}

/// The vendors that are known.
enum GPUVendorRegistry {
    static let all: [any GPUVendor.Type] = [
        NVMLVendor.self,
        PlayedVendor.self,
    ]
}
