import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct GPURecordTests {
    private static let observation = GPUObservation(
        at: Timestamp(seconds: 1_795_404_007),
        gpus: [
            GPUStatus(
                uuid: "GPU-1", index: 0, name: "NVIDIA A100",
                reading: .current(
                    GPUSample(
                        utilization: .value(0.5), memoryUsedBytes: .value(.max), memoryTotalBytes: .value(0),
                        excludesReservedMemory: true, powerWatts: .failed("timeout (NVML 10)"),
                        temperatureCelsius: .value(-12), throttle: .value([.powerCap, .hardwareThermal]),
                        energyMillijoules: .value(1)),
                    at: Timestamp(seconds: 1_795_404_006)), xid: 79),
            GPUStatus(
                uuid: "GPU-2", index: 65_535, name: "ü", reading: .unavailable(reason: "GPU is lost (NVML 15)"),
                lostSince: .epoch),
            GPUStatus(uuid: "GPU-3", index: 2, name: "x", reading: .waiting),
        ], driverVersion: "550.54", problem: nil)

    private static func payload(_ observation: GPUObservation) -> [UInt8] {
        Array(GPURecord.frame(observation).dropFirst(GPURecord.headerSize))
    }

    @Test func `an observation survives the pipe`() throws {
        #expect(try GPURecord.decode(Self.payload(Self.observation)) == Self.observation)
        let problem = GPUObservation(at: .epoch, gpus: [], problem: "No driver.")
        #expect(try GPURecord.decode(Self.payload(problem)) == problem)
    }

    @Test func `a record cut anywhere is refused`() {
        let payload = Self.payload(Self.observation)
        for length in 0..<payload.count {
            #expect(throws: WireError.self) { try GPURecord.decode(Array(payload.prefix(length))) }
        }
        #expect(throws: WireError.malformed) { try GPURecord.decode(payload + [0]) }
    }

    @Test func `flipped bytes are refused or read as something harmless`() {
        let payload = Self.payload(Self.observation)
        var generator = TestRandom(seed: 7)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = payload
            for _ in 0...(generator.next() % 4) {
                bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
            }
            do throws(WireError) {
                for gpu in try GPURecord.decode(bytes).gpus {
                    let texts = [gpu.name, gpu.uuid, gpu.reading.reason ?? ""]
                    #expect(
                        texts.allSatisfy { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } })
                    #expect(gpu.reading.value?.utilization.value.map { (0...1).contains($0) } ?? true)
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 1_000)
    }

    @Test func `texts from the other process are cleaned again`() throws {
        var hostile = Self.observation
        hostile.gpus[0].name = "A100\u{1b}[2J\u{202e}\u{200b}\n1"
        let decoded = try GPURecord.decode(Self.payload(hostile))
        #expect(decoded.gpus[0].name == "A100[2J1")
    }

    @Test func `long texts are cut, not refused`() throws {
        var long = Self.observation
        long.gpus[0].name = String(repeating: "é", count: 5_000)
        let decoded = try GPURecord.decode(Self.payload(long))
        #expect(decoded.gpus[0].name.utf8.count <= WireReader.maximumText + 3)
    }

    @Test func `frames are found however the bytes arrive`() throws {
        let frame = GPURecord.frame(Self.observation)
        var buffer = FrameBuffer()
        var found = 0
        for byte in frame + frame {
            buffer.append([byte])
            while try buffer.next() != nil { found += 1 }
        }
        #expect(found == 2)
    }

    @Test(arguments: [
        (Array("junk from a library".utf8), WireError.malformed),
        (Array("iGPU".utf8) + [0xff, 0xff, 0xff, 0x7f], .tooLong),
    ])
    func `what is no frame is refused at once`(bytes: [UInt8], error: WireError) {
        var buffer = FrameBuffer()
        buffer.append(bytes)
        #expect(throws: error) { try buffer.next() }
    }
}

/// SplitMix64: the same numbers each run.
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
