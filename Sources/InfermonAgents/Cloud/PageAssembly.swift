import InfermonModel

/// Puts the pages of one poll together, and lets nothing through that could be a wrong sum.
///
/// A page that fails ends the poll: what came before it is thrown away, so a part is never taken for the whole.
struct PageAssembly {
    /// The most pages of one poll.
    static let pageLimit = 1_000

    private struct Key: Hashable {
        let start: Timestamp
        let identity: String
        let ordinal: Int
    }

    private let query: ProviderQuery
    private var seenPages: Set<String> = []
    private var pages = 0
    private var records: [Key: ProviderUsage] = [:]
    private var order: [Key] = []
    private var lastPage: [ProviderPage.Record] = []
    private var notes: [String] = []
    private var spendLimit: Money?
    private var limits: [ProviderLimit] = []

    init(query: ProviderQuery) {
        self.query = query
    }

    /// Takes a page in.
    ///
    /// - Returns: The next page's name; `nil` when this was the last.
    /// - Throws: ``ProviderFailure`` when pages repeat or never end, when a bucket lies outside the interval that was asked for, or
    ///   when two pages hold different figures for the same record.
    mutating func add(_ page: ProviderPage) throws(ProviderFailure) -> String? {
        pages += 1
        try expectOther(page)
        var ordinals: [Key: Int] = [:]
        for record in page.records {
            let usage = record.usage
            guard usage.start >= query.from, usage.end <= query.to, usage.start < usage.end else {
                throw .malformed(
                    "The provider answered for \(usage.start.rfc3339), which nobody asked for; nothing of it is counted."
                )
            }
            // Two equal keys on one page are two rows; on two pages they are one row, sent twice.
            let plain = Key(start: usage.start, identity: record.identity, ordinal: 0)
            let key = Key(start: usage.start, identity: record.identity, ordinal: ordinals[plain, default: 0])
            ordinals[plain, default: 0] += 1
            if let earlier = records[key] {
                guard earlier == usage else {
                    throw .inconsistent("The figures changed while their pages were read; they are read again.")
                }
            } else {
                records[key] = usage
                order.append(key)
            }
        }
        for note in page.notes where !notes.contains(note) { notes.append(note) }
        spendLimit = page.spendLimit ?? spendLimit
        limits += page.limits
        guard let next = page.next else { return nil }
        guard seenPages.insert(next).inserted, next != query.page else {
            throw .endlessPages("The provider's pages lead back to one already read; nothing of them is counted.")
        }
        guard pages < Self.pageLimit else {
            throw .endlessPages(
                "The provider's answer has more than \(Self.pageLimit) pages; nothing of it is counted.")
        }
        return next
    }

    /// Makes sure that a page of money under its own name is not the one before it: a proxy that ignores the page's number sends the
    /// first again and again, and pages whose rows are summed would double.
    private mutating func expectOther(_ page: ProviderPage) throws(ProviderFailure) {
        defer { lastPage = page.records }
        guard query.feed.kind == .costs, !page.records.isEmpty, page.records.count == lastPage.count else { return }
        let isSame = zip(page.records, lastPage).allSatisfy { $0.usage == $1.usage && $0.identity != $1.identity }
        guard !isSame else {
            throw .endlessPages("The provider sends the same page for two numbers; nothing of them is counted.")
        }
    }

    /// The whole answer, with rows of the same bucket, model, item and project summed.
    func report() -> ProviderReport {
        var sums: [ProviderUsage: ProviderUsage] = [:]
        var keys: [ProviderUsage] = []
        for key in order {
            guard let record = records[key] else { continue }
            let group = ProviderUsage(
                provider: record.provider, start: record.start, end: record.end, model: record.model,
                lineItem: record.lineItem, project: record.project, isProvisional: record.isProvisional)
            if sums[group] == nil { keys.append(group) }
            sums[group, default: group].add(record)
        }
        let rows = keys.compactMap { sums[$0] }
        let part: Set<ProviderReport.Part> =
            switch query.feed.kind {
            case .costs: [.costs]
            case .usage: [.usage]
            case .limits: []
            }
        return ProviderReport(
            costs: query.feed.kind == .costs ? rows : [], usage: query.feed.kind == .usage ? rows : [],
            from: query.from, to: query.to, notes: notes, spendLimit: spendLimit, limits: limits,
            parts: part)
    }
}

extension ProviderUsage {
    /// Adds the figures of a record of the same bucket; an unknown figure and a known one give the known one.
    fileprivate mutating func add(_ other: ProviderUsage) {
        if let tokens = other.tokens {
            var sum = self.tokens ?? .zero
            sum += tokens
            self.tokens = sum
        }
        if let requests = other.requests { self.requests = (self.requests ?? 0) &+ requests }
        if let billed = other.billed { self.billed = (self.billed ?? .zero) + billed }
    }
}
