import ArgumentParser
import InfermonAgents

/// The child process that asks the GPU driver; started by infermon itself.
struct GPUProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gpu-probe", abstract: "Ask the GPU driver for another infermon process.", shouldDisplay: false)

    @Argument(parsing: .allUnrecognized)
    var arguments: [String] = []

    func run() throws {
        do {
            throw ExitCode(GPUProbe.run(try GPUProbeOptions(arguments: arguments)))
        } catch let error as GPUProbeOptionError {
            throw failure(["infermon gpu-probe: \(error)"])
        }
    }
}
