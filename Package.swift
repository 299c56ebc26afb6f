// swift-tools-version: 6.2
import PackageDescription

/// `INFERMON_STATIC=1`, used with `--static-swift-stdlib`, links the C libraries into the binary for a release.
let isStatic = Context.environment["INFERMON_STATIC"] == "1"

func library(_ name: String, archive: String? = nil) -> LinkerSetting {
    .linkedLibrary(isStatic ? ":lib\(archive ?? name).a" : name)
}

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "infermon",
    products: [
        .executable(name: "infermon", targets: ["infermon"]),
        .executable(name: "infermon-bench", targets: ["infermon-bench"]),
        .library(name: "FakeNVML", type: .dynamic, targets: ["FakeNVML"]),
        .library(name: "FakeNVMLOld", type: .dynamic, targets: ["FakeNVMLOld"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CPrefetch"),
        .target(name: "CPosix"),
        .target(name: "CNVML"),
        .target(name: "CCurl"),

        .target(
            name: "InfermonModel", swiftSettings: strict,
            // Rounding of floating-point numbers, which every other import of the C library would bring along.
            linkerSettings: [.linkedLibrary("m")]),
        .target(name: "InfermonRollup", dependencies: ["InfermonModel", "CPrefetch"], swiftSettings: strict),
        .target(name: "InfermonCost", dependencies: ["InfermonModel"], swiftSettings: strict),
        .target(name: "InfermonAlerting", dependencies: ["InfermonModel"], swiftSettings: strict),
        .target(name: "InfermonView", dependencies: ["InfermonModel"], swiftSettings: strict),
        .target(
            name: "InfermonIngest",
            dependencies: ["InfermonModel", "InfermonRollup", "CPosix", "CZlib", "CZstd"],
            swiftSettings: strict,
            linkerSettings: [library("z"), library("zstd")]),
        .target(
            name: "InfermonAgents",
            dependencies: ["InfermonModel", "CNVML", "CCurl", "CPosix"],
            swiftSettings: strict),
        .target(
            name: "InfermonStore",
            dependencies: ["InfermonModel", "CSQLite", "CPosix"],
            swiftSettings: strict,
            linkerSettings: [library("sqlite3")]),
        .target(
            name: "InfermonConfig",
            dependencies: ["InfermonModel", "InfermonCost", "CYAML"],
            swiftSettings: strict,
            linkerSettings: [library("yaml")]),
        .target(
            name: "InfermonTerminal",
            dependencies: ["InfermonModel", "InfermonView", "CNcurses", "CPosix"],
            swiftSettings: strict + [.defaultIsolation(MainActor.self)],
            linkerSettings: [library("ncursesw"), library("tinfo")]),
        .executableTarget(
            name: "infermon",
            dependencies: [
                "InfermonModel", "InfermonRollup", "InfermonCost", "InfermonAlerting", "InfermonView", "InfermonIngest",
                "InfermonAgents", "InfermonStore", "InfermonConfig", "InfermonTerminal", "CPosix",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            exclude: ["Documentation.docc"],
            swiftSettings: strict),
        .executableTarget(
            name: "infermon-bench",
            dependencies: [
                "InfermonModel", "InfermonRollup", "InfermonCost", "InfermonIngest", "InfermonView", "InfermonStore",
            ],
            swiftSettings: strict),

        .target(name: "FakeNVML", dependencies: ["CNVML"], path: "Tests/Support/FakeNVML"),
        .target(
            name: "FakeNVMLOld", dependencies: ["CNVML"], path: "Tests/Support/FakeNVMLOld",
            cSettings: [.headerSearchPath("../FakeNVML"), .headerSearchPath("../FakeNVML/include")]),
        .executableTarget(
            name: "GPUProbeRunner",
            dependencies: ["InfermonAgents"],
            path: "Tests/Support/GPUProbeRunner",
            swiftSettings: strict),
        .target(
            name: "InfermonTestSupport",
            dependencies: ["InfermonModel", "CPosix"],
            path: "Tests/Support/InfermonTestSupport",
            swiftSettings: strict),
        .executableTarget(
            name: "TerminalProbe",
            dependencies: ["InfermonModel", "InfermonView", "InfermonTerminal"],
            path: "Tests/Support/TerminalProbe",
            swiftSettings: strict + [.defaultIsolation(MainActor.self)]),
        .testTarget(
            name: "InfermonModelTests", dependencies: ["InfermonModel", "InfermonTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "InfermonRollupTests",
            dependencies: [
                "InfermonModel", "InfermonRollup", "InfermonTestSupport",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "InfermonCostTests",
            dependencies: ["InfermonModel", "InfermonCost", "InfermonTestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .testTarget(
            name: "InfermonAlertingTests",
            dependencies: ["InfermonModel", "InfermonAlerting", "InfermonTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "InfermonIngestTests",
            dependencies: [
                "InfermonModel", "InfermonIngest", "InfermonRollup", "InfermonCost", "InfermonTestSupport", "CPosix",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .testTarget(
            name: "InfermonAgentsTests",
            dependencies: [
                "InfermonModel", "InfermonAgents", "InfermonTestSupport", "CPosix", "CNVML", "CCurl",
                "GPUProbeRunner",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .executableTarget(
            name: "infermon-tail-probe",
            dependencies: ["InfermonModel", "InfermonIngest", "InfermonStore"],
            path: "Tests/Support/TailProbe",
            swiftSettings: strict),
        .target(name: "FaultyDisk", dependencies: ["CSQLite"], path: "Tests/Support/FaultyDisk"),
        .testTarget(
            name: "InfermonStoreTests",
            dependencies: [
                "InfermonModel", "InfermonIngest", "InfermonStore", "InfermonTestSupport", "FaultyDisk",
                "infermon-tail-probe",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "InfermonConfigTests",
            dependencies: ["InfermonModel", "InfermonConfig", "InfermonCost", "InfermonTestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .testTarget(
            name: "InfermonViewTests",
            dependencies: ["InfermonModel", "InfermonView", "InfermonTestSupport"],
            exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "InfermonTerminalTests",
            dependencies: [
                "InfermonModel", "InfermonView", "InfermonTerminal", "InfermonTestSupport", "CNcurses", "TerminalProbe",
            ],
            swiftSettings: strict + [.defaultIsolation(MainActor.self)]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["InfermonModel", "InfermonTestSupport", "CPosix", "infermon"],
            swiftSettings: strict),
        .testTarget(name: "StructureTests", dependencies: ["InfermonTestSupport"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
