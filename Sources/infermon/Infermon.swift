@main struct Infermon { static func main() {} }
