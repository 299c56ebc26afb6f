import InfermonTestSupport
import Foundation
import Glibc
import InfermonIngest
import InfermonModel
import Testing

/// Rotations faster than anybody has them.
extension TailFileTests {
    @Test(arguments: [false, true])
    func `a hundred rotations at 50,000 lines a second lose, double and tear nothing`(copies: Bool) {
        let rotations = LogRotations(folder: folder.path, copies: copies)
        let thread = Thread { rotations.run() }
        thread.start()
        let tailer = FileTailer(path: folder.path("app.log"), start: .start, checkpoint: nil)
        var numbers = NumberedLines()
        var now = Timestamp(seconds: 1_000)
        var lostBytes: Int64 = 0
        func pass() -> Bool {
            // Without a watch, of which the system has few, it looks at names only so often.
            now = now + (tailer.waitDescriptor == nil ? .milliseconds(300) : .milliseconds(5))
            let pass = tailer.pass(now: now, into: &numbers)
            lostBytes = pass.lostBytes
            return pass.hasMore
        }
        while !rotations.isDone {
            _ = pass()
            rotations.noteLook()
            pace(milliseconds: 2)
        }
        while pass() {}
        #expect(numbers.seen.filter { $0 == 1 }.count == rotations.lines)
        #expect(numbers.seen.allSatisfy { $0 <= 1 })
        #expect(numbers.torn == 0)
        #expect(lostBytes == 0)
    }
}
