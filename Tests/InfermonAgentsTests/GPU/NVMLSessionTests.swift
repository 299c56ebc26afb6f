import InfermonModel
import Testing

@testable import InfermonAgents

/// The driver's answers as they come through dlopen, the probe's process and the pipe.
@Suite struct NVMLSessionTests {
    @Test func `every field is read in the model's units`() async throws {
        let run = try await ProbeRun()
        let sample = try #require(run.sample())
        #expect(sample.utilization == .value(0.83))
        #expect(sample.memoryUsedBytes == .value(71_200_000_000))
        #expect(sample.memoryTotalBytes == .value(85_899_345_920))
        #expect(sample.excludesReservedMemory)
        #expect(sample.powerWatts == .value(352))
        #expect(sample.powerLimitWatts == .value(400))
        #expect(sample.temperatureCelsius == .value(71))
        #expect(sample.slowdownCelsius == .value(89))
        #expect(sample.clockMegahertz == .value(1_410))
        #expect(sample.throttle == .value(.powerCap))
        #expect(sample.energyMillijoules == .value(123_456_789))
        let gpu = try #require(run.observations.first?.gpus.first)
        #expect(gpu.name == "NVIDIA A100-SXM4-80GB")
        #expect(gpu.uuid == "GPU-00000000-0000-0000-0000-000000000000")
        #expect(run.observations.first?.driverVersion == "550.54.15")
        #expect(run.observations.first?.problem == nil)
    }

    @Test func `an old driver costs the fields that it lacks and no more`() async throws {
        let run = try await ProbeRun(library: ProbeRun.oldLibrary)
        let sample = try #require(run.sample())
        #expect(sample.energyMillijoules == .unsupported)
        #expect(sample.memoryUsedBytes == .value(71_900_000_000))
        #expect(!sample.excludesReservedMemory)
        #expect(sample.throttle == .value(.powerCap))
        #expect(sample.utilization == .value(0.83))
    }

    @Test(arguments: [3, 13, 25])
    func `without the second memory structure the first is asked`(code: Int) async throws {
        let run = try await ProbeRun(script: "nvmlDeviceGetMemoryInfo_v2 code=\(code)")
        #expect(run.sample()?.memoryUsedBytes == .value(71_900_000_000))
        #expect(run.sample()?.excludesReservedMemory == false)
    }

    @Test func `a field that a board refuses for good is not asked for again`() async throws {
        let run = try await ProbeRun(script: "nvmlDeviceGetPowerUsage call=1 code=3", sweeps: 3)
        // The second call would succeed, so a value would mean that it was made.
        #expect((0..<3).map { run.sample(sweep: $0)?.powerWatts } == [.unsupported, .unsupported, .unsupported])
        #expect(run.sample(sweep: 2)?.temperatureCelsius == .value(71))
    }

    @Test(arguments: [10, 21, 27, 999])
    func `a passing error silences one field of one sweep`(code: Int) async throws {
        let run = try await ProbeRun(script: "nvmlDeviceGetPowerUsage call=1 code=\(code)", sweeps: 2)
        let first = try #require(run.sample())
        guard case .failed(let why) = first.powerWatts else {
            Issue.record("power was \(first.powerWatts)")
            return
        }
        #expect(why.contains("NVML \(code)"))
        #expect(first.temperatureCelsius == .value(71))
        #expect(run.sample(sweep: 1)?.powerWatts == .value(352))
    }

    @Test(arguments: [
        ("nvmlDeviceGetUtilizationRates value=250", "the driver says 250.0 % busy"),
        ("nvmlDeviceGetUtilizationRates value=4294967295", "the driver says 4294967295.0 % busy"),
    ])
    func `a value that cannot be is refused`(script: String, why: String) async throws {
        let run = try await ProbeRun(script: script)
        #expect(run.sample()?.utilization == .failed(why))
    }

    @Test func `a board that shares the host's memory has none of its own`() async throws {
        let run = try await ProbeRun(script: "nvmlDeviceGetMemoryInfo_v2 code=3\nnvmlDeviceGetMemoryInfo code=3")
        #expect(run.sample()?.memoryTotalBytes == .unsupported)
    }

    @Test func `a lost board stays listed with its reason and instant, and the others go on`() async throws {
        let run = try await ProbeRun(
            script: """
                gpus 2
                nvmlDeviceGetTemperature device=1 call=2- code=15
                nvmlEventSetWait_v2 device=1 call=2 value=79
                """, sweeps: 4)
        #expect(run.observations.count == 4)
        #expect(run.observations[0].gpus.allSatisfy { $0.lostSince == nil })
        for sweep in 1...3 {
            let lost = run.observations[sweep].gpus[1]
            #expect(lost.reading.reason?.hasPrefix("GPU is lost (NVML 15, Xid 79): ") == true)
            #expect(lost.lostSince == run.observations[1].at)
            #expect(lost.xid == 79)
            #expect(lost.uuid == run.observations[0].gpus[1].uuid)
            #expect(run.sample(sweep: sweep, board: 0)?.utilization == .value(0.83))
        }
    }

    @Test func `a board that comes back is read again`() async throws {
        let run = try await ProbeRun(script: "nvmlDeviceGetTemperature call=2 code=15", sweeps: 3)
        #expect(run.observations.map { $0.gpus[0].reading.state } == [.current, .unavailable, .current])
        #expect(run.observations[2].gpus[0].lostSince == nil)
    }

    @Test func `a board that is lost again comes back as soon as the first time`() async throws {
        let run = try await ProbeRun(
            script: "nvmlDeviceGetTemperature call=2 code=15\nnvmlDeviceGetTemperature call=4 code=15", sweeps: 5)
        #expect(
            run.observations.map { $0.gpus[0].reading.state }
                == [.current, .unavailable, .current, .unavailable, .current])
    }

    @Test func `a board that stays lost is tried ever more rarely`() async throws {
        let run = try await ProbeRun(
            script: "nvmlDeviceGetTemperature call=2 code=15\nnvmlDeviceGetTemperature call=3 code=15", sweeps: 5)
        // Lost in sweep 2, tried in 3 and 5.
        #expect(
            run.observations.map { $0.gpus[0].reading.state }
                == [.current, .unavailable, .unavailable, .unavailable, .current])
    }

    @Test func `a board that was lost before the first look is listed`() async throws {
        let run = try await ProbeRun(
            script: "gpus 2\nnvmlDeviceGetHandleByIndex device=1 code=15", sweeps: 3)
        for observation in run.observations {
            #expect(observation.gpus.count == 2)
            #expect(observation.gpus[1].name == "GPU 1")
            #expect(observation.gpus[1].reading.reason?.hasPrefix("GPU is lost (NVML 15)") == true)
            #expect(observation.gpus[1].lostSince == run.observations[0].at)
        }
    }

    @Test func `boards keep their identity when the driver counts them anew`() async throws {
        let run = try await ProbeRun(
            script: """
                gpus 2
                nvmlDeviceGetTemperature device=0 call=2 code=15
                nvmlDeviceGetHandleByIndex device=0 call=2- value=1
                nvmlDeviceGetHandleByIndex device=1 call=2- value=0
                """, sweeps: 3)
        let before = run.observations[0].gpus
        let after = run.observations[2].gpus
        #expect(before.map(\.index) == [0, 1] && after.map(\.index) == [0, 1])
        #expect(after.map(\.uuid) == before.map(\.uuid).reversed())
        #expect(after.allSatisfy { $0.lostSince == nil })
    }

    @Test func `a library that forgot its start is started again within the sweep`() async throws {
        let run = try await ProbeRun(script: "nvmlDeviceGetUtilizationRates call=2 code=1", sweeps: 3)
        #expect(run.observations.map { $0.gpus[0].reading.state } == [.current, .current, .current])
    }

    @Test func `a driver that goes away leaves its boards listed as lost`() async throws {
        let run = try await ProbeRun(
            script: "nvmlDeviceGetUtilizationRates call=2- code=15\nnvmlInit_v2 call=2- code=9", sweeps: 3)
        #expect(run.observations[2].gpus.count == 1)
        #expect(run.observations[2].gpus[0].reading.reason?.contains("NVML 9") == true)
        #expect(run.observations[2].gpus[0].lostSince == run.observations[1].at)
    }

    @Test func `garbage names are cleaned and duplicate identities told apart`() async throws {
        let run = try await ProbeRun(
            script: """
                gpus 2
                nvmlDeviceGetName device=0 text=\\x1b]0;owned\\x07A100\\xe2\\x80\\xae\\xff\\x9b31m
                nvmlDeviceGetName device=1 text=\(String(repeating: "x", count: 200))
                nvmlDeviceGetUUID text=same
                """)
        let gpus = try #require(run.observations.first?.gpus)
        #expect(gpus[0].name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202e && $0.value != 0x9b })
        #expect(gpus[0].name.contains("A100"))
        #expect(gpus[1].name == String(repeating: "x", count: 96))
        #expect(Set(gpus.map(\.uuid)).count == 2)
    }

    @Test(arguments: [1, 2, 3, 4, 9, 10, 13, 15, 16, 18, 25, 28, 999, -1])
    func `whatever fails at the second call of each function, three sweeps arrive`(code: Int) async throws {
        let run = try await ProbeRun(script: "gpus 3\n* call=2 code=\(code)", sweeps: 3)
        #expect(run.exitCode == 0)
        #expect(run.observations.count == 3)
        #expect(run.observations.allSatisfy { $0.gpus.count >= 3 || $0.problem != nil })
    }

    @Test func `whatever fails first, a sentence or a board arrives`() async throws {
        for code in [2, 3, 10, 13, 15, 28, 999] {
            let run = try await ProbeRun(script: "* code=\(code)")
            let observation = try #require(run.observations.first)
            #expect(observation.problem != nil || !observation.gpus.isEmpty, "code \(code)")
        }
    }
}
