import CPosix
import Foundation
import Glibc
import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonIngest

/// What the kernel does not tell is found by looking.
@Suite struct TailWatchTests {
    let folder: LogFolder

    init() throws { folder = try LogFolder() }

    @Test func `a queue of news that overflows loses nothing`() async throws {
        let limit =
            Int(
                try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        try #require(limit > 0 && limit <= 200_000, "a queue of \(limit) is too long to be filled here")
        folder.append("one\n")
        var bench = TailBench(folder.path("app.log"), usesInotify: true)
        bench.drain()
        let witness = try await Self.whenFree { () -> Int32? in
            let created = infermon_inotify_create()
            return created >= 0 ? created : nil
        }
        defer { close(witness) }
        #expect(infermon_inotify_watch(witness, folder.path) >= 0)
        // Each gives two news or more.
        for _ in 0..<(limit / 2 + 100) {
            let descriptor = open(folder.path("noise"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            close(descriptor)
            unlink(folder.path("noise"))
        }
        folder.append("two\n")
        folder.rename("app.log", "app.log.1")
        folder.append("three\n", to: "app.log.1")
        folder.append("four\n")
        #expect(Int(infermon_inotify_drain(witness)) & INFERMON_INOTIFY_OVERFLOW != 0)
        bench.drain()
        folder.append("five\n")
        bench.drain()
        #expect(bench.counted == ["one": 1, "two": 1, "three": 1, "four": 1, "five": 1])
        #expect(bench.last?.lostBytes == 0)
    }

    @Test(arguments: [ENOSPC, EMFILE, EACCES])
    func `without a watch to be had the directories are looked at instead`(error: Int32) {
        folder.append("one\n")
        var bench = TailBench(folder.path("app.log"), usesInotify: true)
        bench.tailer.watch = DirectoryWatch(isOn: true) { _, _ in -error }
        bench.drain()
        #expect(bench.last?.nextLook == .milliseconds(250))
        folder.rename("app.log", "app.log.1")
        folder.append("two\n", to: "app.log.1")
        folder.append("three\n")
        // As often as the tailer wants to look, for two seconds.
        for _ in 0..<8 { bench.pass(after: bench.last?.nextLook ?? .zero) }
        bench.save()
        #expect(bench.counted == ["one": 1, "two": 1, "three": 1])
    }

    /// What the system gives a small number of at once, when other tests have given some back.
    private static func whenFree<Value>(_ make: () -> Value?) async throws -> Value {
        var made: Value?
        try await eventually(within: .seconds(300), "a free watch") {
            made = make()
            return made != nil
        }
        return try #require(made)
    }

    @Test func `a watch that can be had again is had again`() async throws {
        var isRefused = true
        var bench = TailBench(folder.path("app.log"), usesInotify: true)
        bench.tailer.watch = try await Self.whenFree {
            let watch = DirectoryWatch(isOn: true) { descriptor, directory in
                isRefused ? -ENOSPC : infermon_inotify_watch(descriptor, directory)
            }
            return watch.descriptor == nil ? nil : watch
        }
        folder.append("one\n")
        bench.drain()
        #expect(bench.last?.nextLook == .milliseconds(250))
        isRefused = false
        bench.pass()
        bench.pass()
        #expect(bench.last?.nextLook == .milliseconds(500))
        folder.append("two\n")
        var waiting = pollfd(fd: bench.tailer.waitDescriptor ?? -1, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 5_000) == 1)
        bench.drain()
        #expect(bench.counted == ["one": 1, "two": 1])
    }
}
