import Glibc
import InfermonAgents

/// The hidden subcommand on its own, so that tests of the agents need no product binary.
@main
struct Runner {
    static func main() throws {
        let options = try GPUProbeOptions(arguments: Array(CommandLine.arguments.dropFirst()))
        exit(GPUProbe.run(options))
    }
}
