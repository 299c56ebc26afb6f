import InfermonModel
import Testing

@testable import InfermonTerminal

@Suite struct DashboardMailboxTests {
    @Test func `the newest of many posts is what is taken, once`() throws {
        let mailbox = try DashboardMailbox()
        #expect(mailbox.take() == nil)
        for index in 0..<10 { mailbox.post(.sample(host: "\(index)")) }
        #expect(mailbox.take()?.snapshot.host == "9")
        #expect(mailbox.take() == nil)
    }

    @Test func `posts from other threads arrive and the last one is never lost`() async throws {
        let mailbox = try DashboardMailbox()
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                let dashboard = Dashboard.sample(host: "\(writer)")
                group.addTask { for _ in 0..<1000 { mailbox.post(dashboard) } }
            }
        }
        #expect(mailbox.take() != nil)
    }

    @Test func `a stop is seen and stays`() throws {
        let mailbox = try DashboardMailbox()
        #expect(!mailbox.isStopped)
        mailbox.stop()
        #expect(mailbox.isStopped)
        #expect(mailbox.take() == nil)
        #expect(mailbox.isStopped)
    }
}
