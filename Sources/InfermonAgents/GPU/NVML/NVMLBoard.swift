import CNVML
import InfermonModel

/// One board as NVML knows it: its handle while it has one, and what it has said it cannot do.
struct NVMLBoard {
    let uuid: String
    var index: Int
    var name: String
    /// `nil` once a call was answered with a fatal code; a new enumeration gives a new one.
    var handle: nvml_device_t? {
        didSet { lastHandle = handle ?? lastHandle }
    }
    /// The last handle, which an event that arrives after the loss still names.
    private(set) var lastHandle: nvml_device_t?
    var lost: Loss?
    var xid: Int?
    /// Whether the identity could not be read, as for a board that was lost before the first look.
    var isUnidentified = false
    private var unsupported: Set<Field> = []
    private var slowdown: Int?

    /// Why and since when a board is lost.
    struct Loss {
        var code: NVMLCode
        var since: Timestamp
    }

    private enum Field {
        case utilization, memoryV2, memory, power, powerLimit, temperature, slowdown, clock, throttle, energy
    }

    init(uuid: String, index: Int, name: String, handle: nvml_device_t?) {
        self.uuid = uuid
        self.index = index
        self.name = name
        self.handle = handle
        lastHandle = handle
    }

    /// Gives the handle up; the first loss keeps its instant.
    mutating func lose(_ code: NVMLCode, at now: Timestamp) {
        handle = nil
        lost = Loss(code: code, since: lost?.since ?? now)
    }

    /// Reads every field that the board has not refused for good.
    mutating func sample(_ library: NVMLLibrary) throws(NVMLCode) -> GPUSample {
        guard let handle else { throw lost?.code ?? .gpuNotFound }
        var sample = GPUSample()
        sample.utilization = try ask(.utilization, library.utilization, nvml_utilization_t()) { $0(handle, $1) }
            .checked(0...100, "% busy") { Double($0.gpu) }.map { $0 / 100 }
        try readMemory(into: &sample, handle, library)
        sample.powerWatts = try ask(.power, library.powerUsage, UInt32(0)) { $0(handle, $1) }
            .checked(0...10_000_000, "mW") { Double($0) }.map { $0 / 1_000 }
        sample.powerLimitWatts = try ask(.powerLimit, library.powerLimit, UInt32(0)) { $0(handle, $1) }
            .checked(0...10_000_000, "mW") { Double($0) }.map { $0 / 1_000 }
        sample.temperatureCelsius = try ask(.temperature, library.temperature, UInt32(0)) {
            $0(handle, Int32(NVML_TEMPERATURE_GPU), $1)
        }.checked(-100...300, "°C") { Int(Int32(bitPattern: $0)) }
        sample.slowdownCelsius = try readSlowdown(handle, library)
        sample.clockMegahertz = try ask(.clock, library.clock, UInt32(0)) { $0(handle, Int32(NVML_CLOCK_SM), $1) }
            .checked(0...100_000, "MHz") { Int($0) }
        sample.throttle = try ask(.throttle, library.clocksEventReasons, CUnsignedLongLong(0)) { $0(handle, $1) }
            .checked(0...UInt64.max, "") { UInt64($0) }.map { GPUThrottle(rawValue: $0) }
        sample.energyMillijoules = try ask(.energy, library.totalEnergy, CUnsignedLongLong(0)) { $0(handle, $1) }
            .checked(0...Int64.max, "mJ") { Int64(clamping: $0) }
        return sample
    }

    /// The threshold never changes, so it is asked for until it is known.
    private mutating func readSlowdown(_ handle: nvml_device_t, _ library: NVMLLibrary) throws(NVMLCode) -> GPUField<
        Int
    > {
        if let slowdown { return .value(slowdown) }
        let field = try ask(.slowdown, library.temperatureThreshold, UInt32(0)) {
            $0(handle, Int32(NVML_TEMPERATURE_THRESHOLD_SLOWDOWN), $1)
        }.checked(1...300, "°C") { Int($0) }
        slowdown = field.value
        return field
    }

    /// The second structure leaves the driver's own share out of what is used; older drivers know the first only.
    private mutating func readMemory(
        into sample: inout GPUSample, _ handle: nvml_device_t, _ library: NVMLLibrary
    ) throws(NVMLCode) {
        var request = nvml_memory_v2_t()
        request.version = NVML_MEMORY_V2_VERSION
        let second = try ask(.memoryV2, library.memoryV2, request) { $0(handle, $1) }
        var amounts = second.map { Memory(used: $0.used, total: $0.total) }
        switch second {
        case .value: sample.excludesReservedMemory = true
        case .failed: break
        case .unsupported:
            amounts = try ask(.memory, library.memory, nvml_memory_t()) { $0(handle, $1) }
                .map { Memory(used: $0.used, total: $0.total) }
        }
        if let memory = amounts.value {
            // Boards that share the host's memory say "not supported" on some drivers and a total of zero on others.
            if memory.total == 0 { amounts = .unsupported }
            if memory.used > memory.total { amounts = .failed("the driver says that more is used than there is") }
        }
        sample.memoryUsedBytes = amounts.checked(0...Int64.max, "bytes") { Int64(clamping: $0.used) }
        sample.memoryTotalBytes = amounts.checked(0...Int64.max, "bytes") { Int64(clamping: $0.total) }
    }

    private struct Memory: Hashable {
        var used: UInt64
        var total: UInt64
    }

    /// One call of NVML, sorted into the three kinds of error.
    private mutating func ask<Function, Value>(
        _ field: Field, _ function: Function?, _ initial: Value,
        _ call: (Function, UnsafeMutablePointer<Value>) -> Int32
    ) throws(NVMLCode) -> Answer<Value> {
        guard let function, !unsupported.contains(field) else { return .unsupported }
        var value = initial
        let code = NVMLCode(rawValue: call(function, &value))
        switch code.kind {
        case .success: return .value(value)
        case .fatal: throw code
        case .transient where code != .argumentVersionMismatch: return .failed("\(code.name) (\(code))")
        case .permanent, .transient:
            unsupported.insert(field)
            return .unsupported
        }
    }
}

/// An answer before it is known to make sense; C structures are not Hashable, so `GPUField` cannot hold them.
private enum Answer<Value> {
    case value(Value)
    case unsupported
    case failed(String)

    var value: Value? {
        if case .value(let value) = self { return value }
        return nil
    }

    func map<Other>(_ transform: (Value) -> Other) -> Answer<Other> {
        switch self {
        case .value(let value): .value(transform(value))
        case .unsupported: .unsupported
        case .failed(let why): .failed(why)
        }
    }
}

extension Answer {
    /// The answer as a field of the model, refused when it lies outside of what a board can say.
    fileprivate func checked<Number: Comparable & Hashable & Sendable>(
        _ range: ClosedRange<Number>, _ unit: String, _ convert: (Value) -> Number
    ) -> GPUField<Number> {
        switch self {
        case .value(let value):
            let number = convert(value)
            return range.contains(number) ? .value(number) : .failed("the driver says \(number) \(unit)")
        case .unsupported: return .unsupported
        case .failed(let why): return .failed(why)
        }
    }
}

extension GPUField {
    fileprivate func map<Other: Hashable & Sendable>(_ transform: (Value) -> Other) -> GPUField<Other> {
        switch self {
        case .value(let value): .value(transform(value))
        case .unsupported: .unsupported
        case .failed(let why): .failed(why)
        }
    }
}
