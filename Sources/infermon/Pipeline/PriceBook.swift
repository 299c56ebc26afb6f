import InfermonConfig
import InfermonCost
import InfermonModel

/// The price sheet of a configuration: the user's files over the built-in list.
struct PriceBook {
    let sheet: PriceSheet
    /// Files that could not be used, and what files leave open, as sentences.
    let problems: [String]

    /// Reads the configuration's price files; blocks while the disk answers.
    init(_ configuration: Configuration) {
        var layers: [PriceLayer] = []
        var problems: [String] = []
        for path in configuration.priceFiles {
            do {
                let layer = try PriceFile.load(path: path)
                problems += layer.notes
                layers.append(layer)
            } catch {
                problems.append("\(error)")
            }
        }
        sheet = .builtIn(under: layers)
        self.problems = problems
    }
}
