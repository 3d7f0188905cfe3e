use std::sync::Arc; use std::collections::BTreeMap;
use frontdesk_payload::*; use frontdesk_schema::*; use serde_json::Value;
fn main(){
  let dir=std::env::args().nth(1).unwrap();
  let mut resources=vec![];
  fn walk(p:&std::path::Path, base:&str, out:&mut Vec<(String,Value)>){ for e in std::fs::read_dir(p).unwrap(){ let e=e.unwrap(); let n=e.file_name().into_string().unwrap(); let u=format!("{base}/{n}"); if e.path().is_dir(){walk(&e.path(),&u,out)} else if n.ends_with(".json") { out.push((u, serde_json::from_slice(&std::fs::read(e.path()).unwrap()).unwrap())); } } }
  walk(std::path::Path::new("/work/shared/data/JSON-Schema-Test-Suite/remotes"),"http://localhost:1234",&mut resources);
  let sub = if dir.contains("draft7") {"draft7"} else {"draft2020-12"};
  resources.retain(|(u,_)| !["draft3","draft4","draft6","draft7","draft2019-09","draft2020-12","v1"].iter().any(|d| u.contains(&format!("/{d}/")) && *d!=sub));
  let draft: Draft = if dir.contains("draft7") {"7"} else {"2020-12"}.parse().unwrap();
  let options=Options{draft, formats: Formats::Assert, resources};
  let mut stats: BTreeMap<String,[u32;6]> = BTreeMap::new();
  let verbose=std::env::args().nth(2).is_some();
  let mut files: Vec<_>=std::fs::read_dir(&dir).unwrap().map(|e|e.unwrap().path()).filter(|p|p.extension().is_some_and(|e|e=="json")).collect(); files.sort();
  for f in files { let name=f.file_stem().unwrap().to_str().unwrap().to_owned();
    if let Some(only)=std::env::args().nth(2) { if only!="all" && only!=name {continue;} }
    let groups: Vec<Value>=serde_json::from_slice(&std::fs::read(&f).unwrap()).unwrap();
    for g in groups { let s=stats.entry(name.clone()).or_default(); s[0]+=1;
      let sat=g["tests"].as_array().unwrap().iter().any(|t|t["valid"]==true);
      let unsat_known=g["tests"].as_array().unwrap().iter().any(|t|t["valid"]==false);
      let schema=match Schema::compile(g["schema"].clone(),&options){Ok(s)=>Arc::new(s),Err(e)=>{ println!("COMPILE {name} {} {e}",g["description"]); continue;}};
      let t=std::time::Instant::now();
      let mut p=Payloads::new(schema.clone(),1);
      match p.draw(Kind::Valid){ Ok(_)=>{ s[1]+=1; if !sat { } }, Err(e)=>{ if sat { s[2]+=1; println!("NOVALID {name} {} :: {e} :: {}",g["description"], g["schema"]); } else if !e.to_string().contains("unsat") { println!("UNRECOGNISED {name} {} {e}",g["description"]);} } }
      match p.systematic(Kind::Invalid){ Ok(v)=>{ let c=p.coverage(Kind::Invalid); s[3]+=1; if c.hit<c.leaves && verbose { println!("FLAWS {name} {} {c:?} {}",g["description"], g["schema"]);} if v.is_empty() {println!("NOINVALID {name} {} {}",g["description"],g["schema"]);} }, Err(e)=>{ if unsat_known { s[4]+=1; println!("NOFLAWS {name} {} {e}", g["description"]);} } }
      let _=p.systematic(Kind::Boundary); let c=p.coverage(Kind::Boundary); s[5]+=(c.leaves-c.hit) as u32;
      let ms=t.elapsed().as_millis(); if ms>500 { println!("SLOW {ms} {name} {}",g["description"]); }
    } }
  let mut tot=[0;6]; for (n,s) in &stats { for i in 0..6 {tot[i]+=s[i];} if verbose {println!("{n} {s:?}");} }
  println!("TOTAL groups {} valid {} missing-valid {} invalid {} noflaws {} edges-missed {}",tot[0],tot[1],tot[2],tot[3],tot[4],tot[5]);
}
