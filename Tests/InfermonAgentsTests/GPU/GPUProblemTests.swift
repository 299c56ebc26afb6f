import Foundation
import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonAgents

/// Every reason for having no GPUs has its own sentence, which says what to do.
@Suite struct GPUProblemTests {
    @Test(arguments: [
        ("nvmlInit_v2 code=9", "The NVIDIA driver is not loaded (NVML 9): load it with modprobe nvidia, or reboot."),
        (
            "nvmlInit_v2 code=18",
            "The NVIDIA driver was upgraded but the old module still runs (NVML 18): reboot, or reload the module."
        ),
        (
            "nvmlInit_v2 code=4",
            "No permission to use the GPUs (NVML 4): this user must be able to open /dev/nvidiactl and /dev/nvidia0."
        ),
        (
            "nvmlInit_v2 code=17",
            "The NVIDIA driver does not start: the operating system blocks the board (NVML 17); look into dmesg, "
                + "then reload the module or reboot."
        ),
        (
            "gpus 0",
            "The NVIDIA driver runs but sees no GPU: look for the board in lspci and for its errors in dmesg."
        ),
    ])
    func `a driver that does not answer says why and what to do`(script: String, sentence: String) async throws {
        let run = try await ProbeRun(script: script)
        #expect(run.observations.map(\.problem) == [sentence])
        #expect(run.observations.first?.gpus.isEmpty == true)
        #expect(run.exitCode == 0)
    }

    @Test func `an unknown error inside a container points at the container`() {
        let inside = GPUProblem.driver(.unknown, isContainer: true).description
        let outside = GPUProblem.driver(.unknown, isContainer: false).description
        #expect(inside.contains("NVML 999") && inside.contains("restart the container"))
        #expect(outside.contains("NVML 999") && !outside.contains("container"))
    }

    @Test(.enabled(if: !LibraryFiles.hasRealDriver, "this machine has an NVIDIA driver"))
    func `without a driver the sentence says so`() async throws {
        let run = try await ProbeRun(library: nil, owner: .root)
        #expect(
            run.observations.first?.problem
                == "There is no NVIDIA driver on this host (libnvidia-ml.so.1 is not found): install it, or configure sources.gpus as {nvml: off}."
        )
    }

    @Test(.enabled(if: !LibraryFiles.hasRealDriver, "this machine has an NVIDIA driver"))
    func `a library planted in the current folder is not opened`() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: ProbeRun.library, toPath: folder.path("libnvidia-ml.so.1"))
        let run = try await ProcessRun(
            "/bin/sh", ["-c", "cd \(folder.path) && \(ProbeRun.runner) --sweeps=1 | grep -c 'no NVIDIA driver'"],
            environment: ["PATH": "/usr/bin:/bin"])
        #expect(run.output == "1\n")
    }

    @Test func `a library of another owner, or writable by others, is refused`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("libother.so")
        try FileManager.default.copyItem(atPath: ProbeRun.library, toPath: path)
        if geteuid() == 0 {
            chmod(path, 0o666)
            let writable = try await ProbeRun(library: path, owner: .root)
            #expect(writable.observations.first?.problem?.hasSuffix("is not loaded: chmod go-w it.") == true)
            chown(path, 65_534, 65_534)
        }
        chmod(path, 0o755)
        let foreign = try await ProbeRun(library: path, owner: .root)
        #expect(
            foreign.observations.first?.problem?.hasSuffix("does not belong to root and is not loaded: chown root it.")
                == true)
    }

    @Test func `a relative path and a missing file are refused`() async throws {
        let relative = try await ProbeRun(library: "libFakeNVML.so")
        #expect(relative.observations.first?.problem?.contains("is not an absolute path") == true)
        let missing = try await ProbeRun(library: "/nonexistent/libnvidia-ml.so.1")
        #expect(missing.observations.first?.problem?.contains("does not exist") == true)
    }

    @Test func `a file that is no library, and a library that is no driver's, are told apart`() async throws {
        let folder = try TemporaryFolder()
        let broken = try await ProbeRun(library: try folder.write("not a library", to: "broken.so"))
        #expect(broken.observations.first?.problem?.contains("cannot be opened (") == true)
        let stub = try await ProbeRun(library: LibraryFiles.libc)
        #expect(stub.observations.first?.problem?.contains("has no nvmlInit") == true)
    }

    @Test func `a driver that comes up later is found without a restart`() async throws {
        let run = try await ProbeRun(script: "nvmlInit_v2 call=1 code=9", sweeps: 2)
        #expect(run.observations.map { $0.problem == nil } == [false, true])
        #expect(run.observations.last?.gpus.count == 1)
    }
}

/// Libraries of this machine.
enum LibraryFiles {
    static let libc = "/lib/x86_64-linux-gnu/libc.so.6"

    static var hasRealDriver: Bool {
        guard let handle = dlopen(NVMLLibrary.standardName, RTLD_LAZY) else { return false }
        dlclose(handle)
        return true
    }
}
