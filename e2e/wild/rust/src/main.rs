fn main() { println!("Hello"); }
