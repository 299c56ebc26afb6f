/// One field of a GPU: boards differ in what they can say.
public enum GPUField<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The board's answer.
    case value(Value)
    /// This board or driver cannot say; never asked again.
    case unsupported
    /// Asked and refused this time, with the driver's word for it.
    case failed(String)

    /// The answer, if there is one.
    public var value: Value? {
        if case .value(let value) = self { return value }
        return nil
    }
}

/// Why a GPU's clocks are held back: the bits of nvmlDeviceGetCurrentClocksEventReasons.
public struct GPUThrottle: OptionSet, Hashable, Sendable {
    /// NVML's bit mask.
    public let rawValue: UInt64

    /// Creates a set from NVML's bit mask.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Nothing runs.
    public static let idle = GPUThrottle(rawValue: 0x1)
    /// Clocks set by the application.
    public static let applicationClocks = GPUThrottle(rawValue: 0x2)
    /// The software power cap.
    public static let powerCap = GPUThrottle(rawValue: 0x4)
    /// Hardware slowdown.
    public static let hardwareSlowdown = GPUThrottle(rawValue: 0x8)
    /// Sync boost with other boards.
    public static let syncBoost = GPUThrottle(rawValue: 0x10)
    /// Software thermal slowdown.
    public static let softwareThermal = GPUThrottle(rawValue: 0x20)
    /// Hardware thermal slowdown.
    public static let hardwareThermal = GPUThrottle(rawValue: 0x40)
    /// The external power brake.
    public static let powerBrake = GPUThrottle(rawValue: 0x80)
    /// Display clocks.
    public static let display = GPUThrottle(rawValue: 0x100)

    /// The names in JSON, in bit order.
    public var names: [String] {
        let all: [(GPUThrottle, String)] = [
            (.idle, "idle"), (.applicationClocks, "app_clocks"), (.powerCap, "power_cap"),
            (.hardwareSlowdown, "hw_slowdown"),
            (.syncBoost, "sync_boost"), (.softwareThermal, "sw_thermal"), (.hardwareThermal, "hw_thermal"),
            (.powerBrake, "power_brake"), (.display, "display"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}

/// One look at one GPU.
public struct GPUSample: Hashable, Sendable {
    /// The share of the last sampling period in which a kernel ran, 0…1.
    public var utilization: GPUField<Double>
    /// Memory in use, in bytes.
    public var memoryUsedBytes: GPUField<Int64>
    /// All memory, in bytes.
    public var memoryTotalBytes: GPUField<Int64>
    /// Whether `memoryUsedBytes` leaves out what the driver reserves (NVML's second memory structure).
    public var excludesReservedMemory: Bool
    /// Power drawn, in watts.
    public var powerWatts: GPUField<Double>
    /// The enforced power limit, in watts.
    public var powerLimitWatts: GPUField<Double>
    /// The board's temperature, in degrees Celsius.
    public var temperatureCelsius: GPUField<Int>
    /// The temperature at which the board slows down, in degrees Celsius.
    public var slowdownCelsius: GPUField<Int>
    /// The clock of the streaming multiprocessors, in megahertz.
    public var clockMegahertz: GPUField<Int>
    /// Why clocks are held back.
    public var throttle: GPUField<GPUThrottle>
    /// Energy used since the driver was loaded, in millijoules.
    public var energyMillijoules: GPUField<Int64>

    /// Creates a sample; what is left out is unsupported.
    public init(
        utilization: GPUField<Double> = .unsupported, memoryUsedBytes: GPUField<Int64> = .unsupported,
        memoryTotalBytes: GPUField<Int64> = .unsupported, excludesReservedMemory: Bool = false,
        powerWatts: GPUField<Double> = .unsupported, powerLimitWatts: GPUField<Double> = .unsupported,
        temperatureCelsius: GPUField<Int> = .unsupported, slowdownCelsius: GPUField<Int> = .unsupported,
        clockMegahertz: GPUField<Int> = .unsupported, throttle: GPUField<GPUThrottle> = .unsupported,
        energyMillijoules: GPUField<Int64> = .unsupported
    ) {
        self.utilization = utilization
        self.memoryUsedBytes = memoryUsedBytes
        self.memoryTotalBytes = memoryTotalBytes
        self.excludesReservedMemory = excludesReservedMemory
        self.powerWatts = powerWatts
        self.powerLimitWatts = powerLimitWatts
        self.temperatureCelsius = temperatureCelsius
        self.slowdownCelsius = slowdownCelsius
        self.clockMegahertz = clockMegahertz
        self.throttle = throttle
        self.energyMillijoules = energyMillijoules
    }
}

/// One GPU and the last that is known of it.
public struct GPUStatus: Hashable, Sendable {
    /// The board's id, which survives a change of order.
    public var uuid: String
    /// The driver's index at the last look.
    public var index: Int
    /// The board's name, such as `NVIDIA A100-SXM4-80GB`.
    public var name: String
    /// The newest sample; `.unavailable` with the reason when the board is lost.
    public var reading: Reading<GPUSample>
    /// The last Xid error that the driver reported.
    public var xid: Int?
    /// When the board was lost; `nil` while it answers.
    public var lostSince: Timestamp?

    /// Creates a status.
    public init(
        uuid: String, index: Int, name: String, reading: Reading<GPUSample>, xid: Int? = nil,
        lostSince: Timestamp? = nil
    ) {
        self.uuid = uuid
        self.index = index
        self.name = name
        self.reading = reading
        self.xid = xid
        self.lostSince = lostSince
    }
}

/// What the GPU agent saw in one sweep.
public struct GPUObservation: Hashable, Sendable {
    /// When the sweep ended.
    public var at: Timestamp
    /// Every GPU known, lost ones included.
    public var gpus: [GPUStatus]
    /// The driver's version; `nil` when it did not say.
    public var driverVersion: String?
    /// Why there are no GPUs, as a sentence with what to do; `nil` when the driver answers.
    public var problem: String?

    /// Creates an observation.
    public init(at: Timestamp, gpus: [GPUStatus], driverVersion: String? = nil, problem: String? = nil) {
        self.at = at
        self.gpus = gpus
        self.driverVersion = driverVersion
        self.problem = problem
    }
}
