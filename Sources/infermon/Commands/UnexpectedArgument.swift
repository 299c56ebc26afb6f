import ArgumentParser
import Glibc

/// An argument of `infermon` that is no command: a misspelt one, or a log to be read.
enum UnexpectedArgument {
    /// What to say of it.
    static func advice(_ argument: String) -> String {
        if names.contains(argument) {
            return "Options stand behind the command: write \"infermon \(argument)\" first, then its options."
        }
        var status = stat()
        if stat(argument, &status) == 0 {
            return """
                "\(argument)" is a file, not a command: "infermon report \(argument)" sums it up, \
                "infermon --log \(argument)" watches it.
                """
        }
        let near = names.map { (name: $0, distance: distance(argument, $0)) }.min { $0.distance < $1.distance }
        if let near, near.distance <= 2 { return "There is no command \"\(argument)\"; did you mean \"\(near.name)\"?" }
        return "There is no command and no file \"\(argument)\". The commands are \(names.joined(separator: ", "))."
    }

    private static var names: [String] {
        Infermon.configuration.subcommands.compactMap { command in
            command.configuration.shouldDisplay ? command.configuration.commandName : nil
        }
    }

    /// The least number of letters to insert, leave out or replace (Levenshtein's distance); O(length x length).
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for letter in left {
            var diagonal = row[0]
            row[0] += 1
            for index in right.indices {
                let replaced = diagonal + (letter == right[index] ? 0 : 1)
                diagonal = row[index + 1]
                row[index + 1] = min(replaced, row[index] + 1, row[index + 1] + 1)
            }
        }
        return row[right.count]
    }
}
