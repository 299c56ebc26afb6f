import InfermonModel

/// The record that carries one observation through the pipe.
///
/// A frame is the four bytes `iGPU`, a length and that many bytes; numbers are little-endian, texts are UTF-8 behind a 16-bit length.
/// The parent trusts nothing in it: a driver's library runs in the process that writes it.
enum GPURecord {
    static let magic: [UInt8] = Array("iGPU".utf8)
    static let headerSize = 8
    /// Enough for 256 boards with the longest texts.
    static let maximumLength = 512 * 1_024
    static let maximumBoards = 256
    private static let version: UInt8 = 1

    static func frame(_ observation: GPUObservation) -> [UInt8] {
        var payload = WireWriter()
        payload.number(version)
        payload.number(observation.at.microseconds)
        payload.optional(observation.driverVersion) { $0.text($1) }
        payload.optional(observation.problem) { $0.text($1) }
        let gpus = observation.gpus.prefix(maximumBoards)
        payload.number(UInt16(gpus.count))
        for gpu in gpus { write(gpu, to: &payload) }
        var frame = WireWriter()
        frame.bytes = magic
        frame.number(UInt32(payload.bytes.count))
        return frame.bytes + payload.bytes
    }

    /// Reads the payload of a frame.
    static func decode(_ payload: [UInt8]) throws(WireError) -> GPUObservation {
        var reader = WireReader(payload)
        guard try reader.number(UInt8.self) == version else { throw .malformed }
        let at = Timestamp(microseconds: try reader.number())
        let driverVersion = try reader.optional { reader throws(WireError) in try reader.text() }
        let problem = try reader.optional { reader throws(WireError) in try reader.text() }
        let count = try reader.number(UInt16.self)
        guard count <= maximumBoards else { throw .malformed }
        var observation = GPUObservation(at: at, gpus: [], driverVersion: driverVersion, problem: problem)
        for _ in 0..<count { observation.gpus.append(try readStatus(&reader)) }
        guard reader.isAtEnd else { throw .malformed }
        return observation
    }

    private static func write(_ gpu: GPUStatus, to writer: inout WireWriter) {
        writer.text(gpu.uuid)
        writer.number(UInt16(clamping: gpu.index))
        writer.text(gpu.name)
        writer.optional(gpu.xid) { $0.number(UInt32(clamping: $1)) }
        writer.optional(gpu.lostSince) { $0.number($1.microseconds) }
        switch gpu.reading {
        case .current(let sample, let at), .stale(let sample, let at, _):
            writer.number(UInt8(1))
            writer.number(at.microseconds)
            write(sample, to: &writer)
        case .unavailable(let reason):
            writer.number(UInt8(2))
            writer.text(reason)
        case .waiting:
            writer.number(UInt8(0))
        }
    }

    private static func readStatus(_ reader: inout WireReader) throws(WireError) -> GPUStatus {
        let uuid = try reader.text()
        let index = Int(try reader.number(UInt16.self))
        let name = try reader.text()
        let xid = try reader.optional { reader throws(WireError) in Int(try reader.number(UInt32.self)) }
        let lostSince = try reader.optional { reader throws(WireError) in
            Timestamp(microseconds: try reader.number())
        }
        let reading: Reading<GPUSample>
        switch try reader.number(UInt8.self) {
        case 0: reading = .waiting
        case 1:
            let at = Timestamp(microseconds: try reader.number())
            reading = .current(try readSample(&reader), at: at)
        case 2: reading = .unavailable(reason: try reader.text())
        default: throw .malformed
        }
        return GPUStatus(uuid: uuid, index: index, name: name, reading: reading, xid: xid, lostSince: lostSince)
    }

    private static func write(_ sample: GPUSample, to writer: inout WireWriter) {
        writer.field(sample.utilization) { $0.double($1) }
        writer.field(sample.memoryUsedBytes) { $0.number($1) }
        writer.field(sample.memoryTotalBytes) { $0.number($1) }
        writer.number(UInt8(sample.excludesReservedMemory ? 1 : 0))
        writer.field(sample.powerWatts) { $0.double($1) }
        writer.field(sample.powerLimitWatts) { $0.double($1) }
        writer.field(sample.temperatureCelsius) { $0.number(Int64($1)) }
        writer.field(sample.slowdownCelsius) { $0.number(Int64($1)) }
        writer.field(sample.clockMegahertz) { $0.number(Int64($1)) }
        writer.field(sample.throttle) { $0.number($1.rawValue) }
        writer.field(sample.energyMillijoules) { $0.number($1) }
    }

    private static func readSample(_ reader: inout WireReader) throws(WireError) -> GPUSample {
        var sample = GPUSample()
        sample.utilization = try reader.doubleField(in: 0...1)
        sample.memoryUsedBytes = try reader.integerField(in: 0...Int64.max)
        sample.memoryTotalBytes = try reader.integerField(in: 0...Int64.max)
        sample.excludesReservedMemory = try reader.number(UInt8.self) == 1
        sample.powerWatts = try reader.doubleField(in: 0...100_000)
        sample.powerLimitWatts = try reader.doubleField(in: 0...100_000)
        sample.temperatureCelsius = try reader.intField(in: -300...1_000)
        sample.slowdownCelsius = try reader.intField(in: -300...1_000)
        sample.clockMegahertz = try reader.intField(in: 0...1_000_000)
        sample.throttle = try reader.field { reader throws(WireError) in
            GPUThrottle(rawValue: try reader.number(UInt64.self))
        }
        sample.energyMillijoules = try reader.integerField(in: 0...Int64.max)
        return sample
    }
}
