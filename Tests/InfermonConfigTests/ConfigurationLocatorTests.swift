import Foundation
import InfermonConfig
import Testing

@Suite struct ConfigurationLocatorTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "infermon-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: "\(folder)/infermon", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // A folder left behind fails nothing.
        try body(folder)
    }

    @Test func `the option comes first, then the variable, then the standard places`() throws {
        try withFolder { folder in
            let path = "\(folder)/infermon/config.yaml"
            try "interval: 1s\n".write(toFile: path, atomically: false, encoding: .utf8)
            let both = ConfigurationLocator(environment: ["INFERMON_CONFIG": "/v", "XDG_CONFIG_HOME": folder])
            #expect(both.locate(option: "/o") == .named(path: "/o", by: "--config"))
            #expect(both.locate(option: nil) == .named(path: "/v", by: "INFERMON_CONFIG"))
            let standard = ConfigurationLocator(environment: ["INFERMON_CONFIG": "", "XDG_CONFIG_HOME": folder])
            #expect(standard.locate(option: nil) == .standard(path: path))
            #expect(standard.locate(option: nil).path == path)
        }
    }

    @Test func `the standard places follow the XDG specification`() {
        func paths(_ environment: [String: String]) -> [String] {
            ConfigurationLocator(environment: environment).standardPaths
        }
        let system = "/etc/infermon/config.yaml"
        #expect(paths(["HOME": "/h"]) == ["/h/.config/infermon/config.yaml", system])
        #expect(paths(["HOME": "/h", "XDG_CONFIG_HOME": "/x"]) == ["/x/infermon/config.yaml", system])
        #expect(paths(["HOME": "/h", "XDG_CONFIG_HOME": "relative"]) == ["/h/.config/infermon/config.yaml", system])
        #expect(paths([:]) == [system])
    }

    @Test func `without a file the places looked at are told`() throws {
        try withFolder { folder in
            let locator = ConfigurationLocator(environment: ["XDG_CONFIG_HOME": folder])
            guard !FileManager.default.fileExists(atPath: "/etc/infermon/config.yaml") else { return }
            #expect(locator.locate(option: nil) == .none(searched: locator.standardPaths))
            #expect(locator.locate(option: nil).path == nil)
        }
    }

    @Test func `a place that cannot be read is not passed over`() throws {
        try withFolder { folder in
            let path = "\(folder)/infermon/config.yaml"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            let location = ConfigurationLocator(environment: ["XDG_CONFIG_HOME": folder]).locate(option: nil)
            #expect(location == .standard(path: path))
            let loaded = ConfigurationLoader().load(path: path)
            #expect(loaded.configuration == nil)
            #expect(loaded.problems.map(\.description) == ["\(path): \(path) is no regular file"])
        }
    }
}
